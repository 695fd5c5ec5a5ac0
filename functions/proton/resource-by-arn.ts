import type { Caller } from '../api/action.ts';
import type { Key, Store, Stored } from '../ports/store.ts';
import { componentKey, environmentKey, instanceKey, pipelineKey } from './deployments/names.ts';
import { connectionKey } from './environment-account-connections/record.ts';
import { invalid, required } from './errors.ts';
import type { Place } from './place.ts';
import { repositoriesPartition } from './repositories/record.ts';
import { serviceKey } from './services/record.ts';
import { templateKey } from './templates/record.ts';
import { versionKey, versionKind } from './template-versions/record.ts';

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
    versionKind('environment'),
    (place, [templateName = '', major = '', minor = '']) =>
      versionKey({ ...place, kind: 'environment', templateName, major, minor }),
  ],
  [
    /^service-template\/([^/:]+):(\d+)\.(\d+)$/,
    versionKind('service'),
    (place, [templateName = '', major = '', minor = '']) =>
      versionKey({ ...place, kind: 'service', templateName, major, minor }),
  ],
  [/^environment\/([^/]+)$/, 'environment', (place, [name = '']) => environmentKey(place, name)],
  [/^service\/([^/]+)$/, 'service', (place, [name = '']) => serviceKey(place, name)],
  [
    /^service\/([^/]+)\/service-instance\/([^/]+)$/,
    'service instance',
    (place, [service = '', name = '']) => instanceKey(place, service, name),
  ],
  [
    /^service\/([^/]+)\/pipeline(?:\/[^/]+)?$/,
    'service pipeline',
    (place, [service = '']) => pipelineKey(place, service),
  ],
  [/^component\/([^/]+)$/, 'component', (place, [name = '']) => componentKey(place, name)],
  [
    /^repository\/([^/:]+:.+)$/,
    'repository',
    (place, [name = '']) => ({ partition: repositoriesPartition(place), sort: name }),
  ],
  [
    /^environment-account-connection\/([^/]+)$/,
    'environment account connection',
    ({ region }, [id = '']) => connectionKey(region, id),
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
  return required(isOwn ? await store.get<Value>(key) : undefined, kind, arn);
}
