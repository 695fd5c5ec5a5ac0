import type { Caller } from '../api/action.ts';
import type { Key, Store, Stored } from '../ports/store.ts';
import { invalid, resourceNotFound } from './errors.ts';
import { partitionOf, type Place } from './place.ts';
import { templateKey } from './templates/record.ts';
import { versionKey } from './template-versions/record.ts';

// What an ARN ends in, what it is in words, and the record it stands in.
const keys: [RegExp, string, (place: Place, names: string[]) => Key][] = [
  [
    /^environment-template\/([^/:]+)$/,
    'environment template',
    (place, [name = '']) => templateKey('environment', place, name),
  ],
  [/^service-template\/([^/:]+)$/, 'service template', (place, [name = '']) => templateKey('service', place, name)],
  [
    /^environment-template\/([^/:]+):(\d+)\.(\d+)$/,
    'environment template version',
    (place, [templateName = '', major = '', minor = '']) =>
      versionKey({ account: place.account, region: place.region, kind: 'environment', templateName, major, minor }),
  ],
  [
    /^service-template\/([^/:]+):(\d+)\.(\d+)$/,
    'service template version',
    (place, [templateName = '', major = '', minor = '']) =>
      versionKey({ account: place.account, region: place.region, kind: 'service', templateName, major, minor }),
  ],
  [
    /^environment\/([^/]+)$/,
    'environment',
    (place, [name = '']) => ({ partition: partitionOf('environment', place), sort: name }),
  ],
  [/^service\/([^/]+)$/, 'service', (place, [name = '']) => ({ partition: partitionOf('service', place), sort: name })],
  [
    /^service\/([^/]+)\/service-instance\/([^/]+)$/,
    'service instance',
    (place, [service = '', name = '']) => ({
      partition: partitionOf('service-instance', place),
      sort: `${service}#${name}`,
    }),
  ],
  [
    /^service\/([^/]+)\/pipeline(?:\/[^/]+)?$/,
    'service pipeline',
    (place, [service = '']) => ({ partition: partitionOf('service-pipeline', place), sort: service }),
  ],
  [
    /^component\/([^/]+)$/,
    'component',
    (place, [name = '']) => ({ partition: partitionOf('component', place), sort: name }),
  ],
  [
    /^repository\/([^/:]+:.+)$/,
    'repository',
    (place, [name = '']) => ({ partition: partitionOf('repository', place), sort: name }),
  ],
  [
    /^environment-account-connection\/([^/]+)$/,
    'environment account connection',
    (place, [id = '']) => ({
      partition: partitionOf('environment-account-connection', { account: '', region: place.region }),
      sort: id,
    }),
  ],
];

const arnPattern = /^arn:[\w-]+:proton:([\w-]+):(\d{12}):(.+)$/;

/** The record that an ARN of the caller's names. Throws ResourceNotFoundException, and ValidationException for an ARN that can name none. */
export async function requireByArn<Value extends object>(
  store: Store,
  arn: string,
  caller: Caller,
): Promise<Stored<Value>> {
  const [, region, account, resource = ''] = arnPattern.exec(arn) ?? [];
  const row = keys.find(([pattern]) => pattern.test(resource));
  if (region === undefined || account === undefined || !row)
    throw invalid(`${arn} is not the ARN of a Proton resource.`);
  const [pattern, kind, keyOf] = row;
  const key = keyOf({ account, region }, (pattern.exec(resource) ?? []).slice(1));
  const isOwn = account === caller.account && region === caller.region;
  const found = isOwn ? await store.get<Value>(key) : undefined;
  if (!found) throw resourceNotFound(kind, arn);
  return found;
}
