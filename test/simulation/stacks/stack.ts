import { nodeKey, type NodeRecord } from '../../../functions/nodes/node.ts';
import { newToken } from '../../../functions/nodes/token.ts';
import { createApp } from '../../../functions/opsworks/apps/create-app.ts';
import type { InstanceRecord } from '../../../functions/opsworks/instances/record.ts';
import { createLayer } from '../../../functions/opsworks/layers/create-layer.ts';
import { createStack } from '../../../functions/opsworks/stacks/create-stack.ts';
import { adding } from '../../../functions/opsworks/stacks/within.ts';
import { nextOrder } from '../../../functions/ports/order.ts';
import type { Secrets } from '../../../functions/ports/secrets.ts';
import { callerOf } from '../automation/requests.ts';
import { addMachine, type Machines } from '../nodes/machines.ts';
import type { World } from '../world.ts';
import { password } from './records.ts';

/** What there is of a stack, by name. */
export interface Stack {
  id: string;
  app: string;
  layers: string[];
}

/** Texts that are sealed for their owner. */
export const sealing = (): Secrets => ({
  seal: async (secret, owner) => `sealed ${JSON.stringify(owner)} ${Buffer.from(secret).toString('base64')}`,
  open: async (sealed, owner) => {
    const [, text] = sealed.split(`sealed ${JSON.stringify(owner)} `);
    if (text === undefined) throw new Error('It was sealed for somebody else.');
    return Buffer.from(text, 'base64').toString();
  },
});

const settings = { ServiceRoleArn: 'service_arn', DefaultInstanceProfileArn: 'profile_arn' };

/** Makes a stack of two layers and an app with a password; two machines are online in it, and a third is registered. */
export async function makeStack({ ports }: World, machines: Machines): Promise<Stack> {
  const admin = callerOf('admin');
  const { StackId: id = '' } = await createStack({ Name: 'shop', Region: 'us-east-1', ...settings }, ports, admin);
  const layers: string[] = [];
  for (const Name of ['web', 'db']) {
    const made = await createLayer({ StackId: id, Type: 'custom', Name, Shortname: Name }, ports);
    layers.push(made.LayerId ?? '');
  }
  const Environment = [{ Key: 'PASSWORD', Value: password, Secure: true }];
  const { AppId: app = '' } = await createApp({ StackId: id, Name: 'shop', Type: 'other', Environment }, ports);
  const [web = '', db = ''] = layers;
  for (const layerIds of [[web], [web, db], []]) await addInstance({ ports }, machines, { stackId: id, layerIds });
  return { id, app, layers };
}

async function addInstance(
  { ports: { store, ids, clock } }: Pick<World, 'ports'>,
  machines: Machines,
  { stackId, layerIds }: Pick<InstanceRecord, 'stackId' | 'layerIds'>,
): Promise<void> {
  const now = clock.now();
  const id = ids.uuid();
  const Hostname = `host${machines.all.length}`;
  const { token, tokenHash } = newToken(id, ids);
  const instance: InstanceRecord = {
    ...{ id, stackId, layerIds, order: nextOrder(now), createdAt: now },
    status: layerIds.length ? 'online' : 'registered',
    settings: { Hostname, RegisteredBy: 'quaymaster', InfrastructureClass: 'on-premises' },
  };
  const node: NodeRecord = { id, kind: 'opsworks', name: Hostname, stack: stackId, tokenHash, createdAt: now };
  await store.write([
    ...adding('instance', instance),
    { put: { ...nodeKey(id), value: { ...node, lastSeen: now } }, expect: 0 },
  ]);
  addMachine(machines, id, token);
}
