import type { CloneStackRequest, CloneStackResult } from '@aws-sdk/client-opsworks';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import type { AppRecord } from '../apps/record.ts';
import { resourceNotFound } from '../errors.ts';
import type { LayerRecord } from '../layers/record.ts';
import { copyPermissions } from '../permissions/record.ts';
import { checkStack, newStack, requireStack, stackKey, type StackSettings, type StoredStack } from './record.ts';
import { adding, allWithin, type WithinStack } from './within.ts';

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'secrets'>;

const atOnce = 40;

/**
 * Makes a stack like another one, with its layers, and the apps and permissions that are asked for. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_CloneStack.html
 */
export async function cloneStack(input: CloneStackRequest, ports: Needs): Promise<CloneStackResult> {
  const { SourceStackId, ClonePermissions, CloneAppIds, ...given } = input;
  const source = await requireStack(ports.store, SourceStackId);
  const apps = await appsOf(source, CloneAppIds, ports);
  const layers = await allWithin<LayerRecord>(ports.store, 'layer', source.value.id);
  const { account, settings, secrets } = source.value;
  const wanted: StackSettings = { ...settings, Name: `${settings.Name} (copy)`, ...given };
  checkStack(wanted);
  const stack = await newStack(wanted, { account, before: secrets }, ports);
  const now = stack.createdAt;
  const copy = <Value extends WithinStack & { createdAt: number }>(value: Value): Value => ({
    ...value,
    id: ports.ids.uuid(),
    stackId: stack.id,
    order: nextOrder(now),
    createdAt: now,
  });
  const parts = [
    ...layers.map(({ value }) => adding('layer', copy(value))),
    ...apps.map((app) => adding('app', copy(app))),
    ...(ClonePermissions ? await copyPermissions(ports.store, source.value.id, stack.id) : []),
  ];
  // The stack itself comes last: before it nobody sees its parts.
  for (let from = 0; from < parts.length; from += atOnce) await write(parts.slice(from, from + atOnce).flat(), ports);
  await write([{ put: { ...stackKey(stack.id), value: stack }, expect: 0 }], ports);
  return { StackId: stack.id };
}

const write = (changes: Write[], { store }: Needs): Promise<void> => store.write(changes);

async function appsOf({ value }: StoredStack, ids: string[] = [], { store }: Needs): Promise<AppRecord[]> {
  const apps = (await allWithin<AppRecord>(store, 'app', value.id)).map((app) => app.value);
  const unknown = ids.filter((id) => !apps.some((app) => app.id === id));
  if (unknown.length > 0) throw resourceNotFound('app', ...unknown);
  return apps.filter(({ id }) => ids.includes(id));
}
