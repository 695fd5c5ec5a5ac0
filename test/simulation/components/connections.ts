import { acceptEnvironmentAccountConnection } from '../../../functions/proton/environment-account-connections/accept-environment-account-connection.ts';
import { createEnvironmentAccountConnection } from '../../../functions/proton/environment-account-connections/create-environment-account-connection.ts';
import { deleteEnvironmentAccountConnection } from '../../../functions/proton/environment-account-connections/delete-environment-account-connection.ts';
import { rejectEnvironmentAccountConnection } from '../../../functions/proton/environment-account-connections/reject-environment-account-connection.ts';
import type { ConnectionRecord } from '../../../functions/proton/environment-account-connections/record.ts';
import type { EnvironmentRecord } from '../../../functions/proton/environments/record.ts';
import type { Provisioning } from '../../../functions/ports/provisioner.ts';
import { account } from '../../door.ts';
import { callerOf } from '../automation/requests.ts';
import { createIn } from '../deployments/requests.ts';
import { resourcesIn } from '../deployments/records.ts';
import type { Wish } from '../scenario.ts';
import { done } from '../settled.ts';
import type { Change, Records, Rule } from '../watch.ts';
import type { World } from '../world.ts';

/** The account that the environment `far` is in. */
const otherAccount = '111111111111';
const name = 'far';
const management = callerOf('admin');
const environment = { ...management, account: otherAccount, arn: `arn:aws:iam::${otherAccount}:user/admin` };

const ofConnections = /^proton#environment-account-connection#/;

const connectionsIn = (records: Records): ConnectionRecord[] =>
  [...records].filter(([key]) => ofConnections.test(key)).map(([, record]) => record as ConnectionRecord);

const environmentsIn = (records: Records): EnvironmentRecord[] =>
  resourcesIn(records).filter((one): one is EnvironmentRecord => one.type === 'ENVIRONMENT');

const ask = (world: World) =>
  world.request(async (gated) => {
    const input = {
      managementAccountId: account,
      environmentName: name,
      roleArn: 'arn:aws:iam::111111111111:role/far',
    };
    const made = await createEnvironmentAccountConnection(input, gated, environment);
    return { what: 'connection', id: made.environmentAccountConnection?.id ?? '' };
  });

const accept = (world: World, id: string) =>
  world.request(async (gated) => {
    await acceptEnvironmentAccountConnection({ id }, gated, management);
    return undefined;
  });

const reject = (world: World, id: string) =>
  world.request(async (gated) => {
    await rejectEnvironmentAccountConnection({ id }, gated, management);
    return { what: 'rejection', id };
  });

/** Ends one for good; `parted` are those of which that was asked. */
const remove = (world: World, id: string, parted: Set<string>) =>
  world.request(async (gated) => {
    parted.add(id);
    const gone = await deleteEnvironmentAccountConnection({ id }, gated, environment);
    if (!gone.environmentAccountConnection) return undefined;
    return { what: 'disconnection', id };
  });

/** Some worlds begin with a connection that was accepted. */
export async function connected(world: World): Promise<void> {
  await done(world, ask(world));
  for (const { id } of connectionsIn(world.records)) await done(world, accept(world, id));
}

/** An account asks, the other accepts or refuses, and either thinks better of it while the environment is made and goes. */
export function connecting(world: World, parted: Set<string>): Wish[] {
  const { random, records } = world;
  const { id = '' } = random.pick(connectionsIn(records)) ?? {};
  return [
    [5, () => ask(world)],
    [8, () => accept(world, id)],
    [3, () => reject(world, id)],
    [2, () => remove(world, id, parted)],
    [8, () => createIn(world, name, id)],
  ];
}

/** Nobody deploys by a connection that was refused, and there is one at a time. */
export const connectionRecords: Rule = {
  of: /^proton#(environment-account-connection|environment)#/,
  faults: ({ next }: Change, records) => {
    const one = next as ConnectionRecord | EnvironmentRecord | undefined;
    if (!one) return [];
    if ('type' in one) return refusedFaults(one, connectionsIn(records));
    const users = environmentsIn(records).flatMap((user) => refusedFaults(user, [one]));
    const other = connectionsIn(records).find(({ id, status }) => id !== one.id && status !== 'REJECTED');
    const isSecond = one.status !== 'REJECTED' && other;
    return [...users, ...(isSecond ? [`it is ${one.status}, and ${other.id} of the same is ${other.status}`] : [])];
  },
};

const refusedFaults = (user: EnvironmentRecord, connections: ConnectionRecord[]): string[] =>
  connections
    .filter(({ id, status }) => status === 'REJECTED' && user.environmentAccountConnectionId === id)
    .map(({ id }) => `${id} is REJECTED, and ${user.environmentName} is in use of it`);

/** Work in another account is done there, never where the server is. */
export const accountFaults = ({ id, target, account: where }: Provisioning): string[] =>
  target.environment === name && where !== otherAccount ? [`${id}: its work is in account ${where}`] : [];

/** What was said of connections stays said. */
export function connectionFaults({ acknowledged, records }: World, parted: Set<string>): string[] {
  const found = new Map(connectionsIn(records).map((one) => [one.id, one]));
  return acknowledged.flatMap(({ what, id }) => {
    const there = found.get(id);
    if (what === 'disconnection' && there) return [`${id}: its deletion was acknowledged, and it is there`];
    if (what === 'rejection' && there && there.status !== 'REJECTED')
      return [`${id}: it was refused, and is ${there.status}`];
    return what === 'connection' && !there && !parted.has(id)
      ? [`${id}: it was acknowledged, and it is not there`]
      : [];
  });
}
