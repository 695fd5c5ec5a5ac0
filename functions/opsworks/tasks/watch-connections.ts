import type { Ports } from '../../ports/ports.ts';
import { isWritten } from '../../ports/until-written.ts';
import { deploymentWrites, newEvent } from '../deployments/record.ts';
import { startDeployment } from '../deployments/start.ts';
import type { InstanceRecord, StoredInstance } from '../instances/record.ts';
import { look } from '../instances/view.ts';
import { allStacks } from '../stacks/record.ts';
import { allWithin, changing } from '../stacks/within.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids'>;

/** Looks whose agents fell silent or came back, and lets the others of their stack run configure. Runs every minute embedded, on a schedule in the account. */
export async function watchConnections(ports: Needs): Promise<number> {
  let count = 0;
  for (const { value: stack } of await allStacks(ports.store)) {
    const changed = await changedIn(stack.id, ports);
    if (changed.length > 0) await tell(stack.id, changed, ports);
    count += changed.length;
  }
  return count;
}

async function changedIn(stackId: string, ports: Needs): Promise<StoredInstance[]> {
  const instances = await allWithin<InstanceRecord>(ports.store, 'instance', stackId);
  const online = instances.filter(({ value }) => value.status === 'online');
  const seen = await Promise.all(online.map(({ value }) => look(value, ports)));
  return online.filter(({ value }, index) => (seen[index]?.status === 'connection_lost') !== (value.isLost ?? false));
}

const atOnce = 90;

async function tell(stackId: string, changed: StoredInstance[], ports: Needs): Promise<void> {
  const configure = newEvent({ stackId, name: 'configure' }, ports);
  const writes = changed.slice(0, atOnce).map((instance) => {
    const { isLost, ...value } = instance.value;
    return changing<InstanceRecord>('instance', { ...instance, value }, isLost ? {} : { isLost: true });
  });
  // Where somebody else was faster the next look tells, and the other stacks wait for nothing.
  if (await isWritten(ports.store, [...writes, ...deploymentWrites(configure)]))
    await startDeployment(configure, ports);
}
