import type { JsonObject } from '../../ports/json.ts';
import { flagOf, given, InvalidInput, requiredTexts, textOf, wordOf } from './inputs.ts';
import { areAll, instanceStatuses, type InstanceStatus, lagging, strayed } from './instance-statuses.ts';
import { type Look, polledAction, succeeded, unexpected } from './polled-action.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';
import { watchOf } from '../../ports/watches.ts';

const phase = 'verifying the instance(s) reached the desired state';
const desiredStates = ['running', 'stopped', 'terminated'] as const;
type DesiredState = (typeof desiredStates)[number];

/** From these states an instance never comes to the desired one. */
const ways: Record<DesiredState, { operation: string; lost: string[] }> = {
  running: { operation: 'StartInstances', lost: ['shutting-down', 'terminated'] },
  stopped: { operation: 'StopInstances', lost: ['shutting-down', 'terminated'] },
  terminated: { operation: 'TerminateInstances', lost: [] },
};

/** aws:changeInstanceState: starts, stops or terminates instances, or only waits for that; running ones must pass both checks. */
export const changeInstanceState = polledAction({
  phase,
  limit: 3_600_000,

  async look(context, state): Promise<Look> {
    const { inputs } = context.record;
    const ids = requiredTexts(inputs, 'InstanceIds');
    const desired = desiredState(inputs);
    const watch = watchOf('ec2', ids[0] ?? '');
    const detail = (waiting: string) => `Instances: ${waiting} are not ${desired}`;
    if (!state && !flagOf(inputs, 'CheckStateOnly')) {
      await change(context, ids, desired);
      return { state: {}, detail: detail(lagging([], ids, () => false)), watch };
    }
    const isThere = (status: InstanceStatus) => status.state === desired && (desired !== 'running' || status.isOk);
    const statuses = await instanceStatuses(context, ids);
    const outputs = { InstanceStates: statuses.map((status) => status.state) };
    const lost = statuses.find((status) => ways[desired].lost.includes(status.state));
    if (lost) return unexpected(phase, strayed(lost), outputs);
    if (areAll(statuses, ids, isThere)) return succeeded(outputs);
    return { state: {}, detail: detail(lagging(statuses, ids, isThere)), watch };
  },
});

function desiredState(inputs: JsonObject): DesiredState {
  const desired = wordOf(inputs, 'DesiredState', desiredStates);
  if (!desired) throw new InvalidInput('DesiredState is required');
  return desired;
}

function change(context: StepContext, InstanceIds: string[], desired: DesiredState): Promise<JsonObject> {
  const { inputs } = context.record;
  const AdditionalInfo = desired === 'running' ? textOf(inputs, 'AdditionalInfo') : undefined;
  const Force = desired === 'stopped' ? flagOf(inputs, 'Force') : undefined;
  const input = given({ InstanceIds, AdditionalInfo, Force });
  return callAws(context, { service: 'ec2', operation: ways[desired].operation, input });
}
