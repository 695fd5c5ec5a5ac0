import type { OpsworksOrder } from '../../nodes/opsworks-order.ts';
import { AwsError, AwsUnusable, isPassing } from '../../ports/aws-api.ts';
import type { NodeCommand } from '../../ports/nodes.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { isWritten } from '../../ports/until-written.ts';
import { finishCommand } from '../commands/finish.ts';
import { type CommandName, commandOf, type CommandRecord, putCommand, type StoredCommand } from '../commands/record.ts';
import { orderFor, type Ordered } from '../deployments/order.ts';
import { timeoutOf } from '../deployments/record.ts';
import { addServiceError } from '../service-errors/record.ts';
import { chefRun } from './chef-run.ts';
import { callerFor, type SentCommand, sentKey, sessionOf } from './record.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'secrets' | 'nodes'>;

/** Gives an instance's order to SSM Run Command, once however often it is asked, and ends the command where there is nothing to wait for. */
export async function send(ordered: Ordered, ports: Needs): Promise<void> {
  const name = { deploymentId: ordered.deployment.id, commandId: ordered.command.id };
  const { payload } = await orderFor(ordered, ports);
  const run = chefRun(payload as unknown as OpsworksOrder);
  if ('isNothing' in run) return finishCommand(name, { status: 'successful', exitCode: 0 }, ports);
  if ('refusal' in run) return refuse(ordered.command, run.refusal, ports);
  const asked = await noteAsked(name, ports);
  if (!asked) return;
  try {
    const id = await ports.nodes.start(
      { ...commandFor(ordered, run.parameters), ...(asked.isLater && { startedSince: asked.at }) },
      callerFor(ordered.stack, sessionOf(ordered.command)),
    );
    await keep(name, id, ports);
  } catch (error) {
    const isFinal = error instanceof AwsUnusable || (error instanceof AwsError && !isPassing(error));
    if (!isFinal) throw error;
    await refuse(ordered.command, `SSM did not take it: ${error.message}`, ports);
  }
}

/** Fails a command that cannot be given, and says why where service errors are looked up. */
export async function refuse(record: CommandRecord, why: string, ports: Needs): Promise<void> {
  const { stackId, instanceId, deploymentId, id, type } = record;
  const message = `Command ${type} (${id}) was not given to the instance. ${why}`;
  await addServiceError({ stackId, instanceId, type: 'command_not_sent', message }, ports);
  await finishCommand({ deploymentId, commandId: id }, { status: 'failed', exitCode: 1 }, ports);
}

const commandFor = ({ deployment, command, instance }: Ordered, parameters: Record<string, string[]>): NodeCommand => ({
  id: `${deployment.id}/${command.id}`,
  documentName: 'AWS-ApplyChefRecipes',
  instanceIds: [instance.settings.Ec2InstanceId ?? ''],
  parameters,
  options: {
    Comment: `OpsWorks ${deployment.id}/${command.id}`,
    TimeoutSeconds: Math.max(30, timeoutOf(deployment)),
  },
});

interface Asking {
  at: number;
  /** It may have been sent already. */
  isLater: boolean;
}

/** Writes down that Run Command is about to be asked; undefined where it has taken the command, or that is over. */
async function noteAsked(name: CommandName, ports: Needs): Promise<Asking | undefined> {
  const stored = await commandOf(ports.store, name);
  if (!stored || stored.value.status !== 'pending' || stored.value.runCommandId !== undefined) return undefined;
  const { askedAt } = stored.value;
  if (askedAt !== undefined) return { at: askedAt, isLater: true };
  const at = ports.clock.now();
  const isNoted = await isWritten(ports.store, [changing(stored, { askedAt: at })]);
  return isNoted ? { at, isLater: false } : noteAsked(name, ports);
}

/** Notes what Run Command calls it, for who hears of its end. */
async function keep(name: CommandName, runCommandId: string, ports: Needs): Promise<void> {
  const stored = await commandOf(ports.store, name);
  if (!stored || stored.value.runCommandId === runCommandId) return;
  const sent: SentCommand = { ...name, runCommandId };
  const change = changing(stored, { runCommandId, acknowledgedAt: ports.clock.now() });
  const isKept = await isWritten(ports.store, [change, { put: { ...sentKey(runCommandId), value: sent }, expect: 0 }]);
  if (!isKept) await keep(name, runCommandId, ports);
}

const changing = ({ value, version }: StoredCommand, change: Partial<CommandRecord>): Write =>
  putCommand({ ...value, ...change }, version);
