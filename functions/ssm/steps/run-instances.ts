import type { Json, JsonObject } from '../../ports/json.ts';
import { isRefusal, mapsIn, maybeUnseen, textAt } from './answers.ts';
import { countOf, flagOf, given, InvalidInput, notBoth, requiredText, textOf, textsOf } from './inputs.ts';
import { areAll, instanceStatuses, type InstanceStatus, lagging, strayed } from './instance-statuses.ts';
import { type Look, polledAction, succeeded, unexpected } from './polled-action.ts';
import { attemptToken, callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

const phase = 'verifying launched instance(s) are ready to be used';
const lost = ['shutting-down', 'terminated', 'stopping', 'stopped'];
const isReady = ({ state, isOk }: InstanceStatus) => state === 'running' && isOk;
const notReady = (ids: string) => `Instances: ${ids} are not ready to be used`;

/** aws:runInstances: launches instances and waits until they run and pass both checks. */
export const runInstances = polledAction({
  phase,
  look: async (context, state) => (state ? verify(context, textsOf(state, 'instanceIds') ?? []) : launch(context)),
});

async function launch(context: StepContext): Promise<Look> {
  const input = launchInput(context);
  const answer = await callAws(context, { service: 'ec2', operation: 'RunInstances', input });
  const instanceIds = mapsIn(answer.Instances).map((instance) => textAt('$.InstanceId', instance));
  return { state: { instanceIds }, detail: notReady(lagging([], instanceIds, isReady)) };
}

async function verify(context: StepContext, ids: string[]): Promise<Look> {
  const statuses = await seenStatuses(context, ids);
  const outputs = { InstanceIds: ids, InstanceStates: statuses.map(({ state }) => state) };
  const stray = statuses.find(({ state }) => lost.includes(state));
  if (stray) return unexpected(phase, strayed(stray), outputs);
  if (areAll(statuses, ids, isReady)) return succeeded(outputs);
  return { state: { instanceIds: ids }, detail: notReady(lagging(statuses, ids, isReady)) };
}

async function seenStatuses(context: StepContext, ids: string[]): Promise<InstanceStatus[]> {
  try {
    return await instanceStatuses(context, ids);
  } catch (error) {
    if (isRefusal(error, 'InvalidInstanceID.NotFound') && maybeUnseen(context)) return [];
    throw error;
  }
}

/** The step's inputs as RunInstances takes them: most have the same name. */
function launchInput(context: StepContext): JsonObject {
  const { inputs } = context.record;
  const { IamInstanceProfileArn, IamInstanceProfileName, MinInstanceCount, MaxInstanceCount, ...rest } = inputs;
  const MinCount = countOf(inputs, 'MinInstanceCount') ?? 1;
  const MaxCount = countOf(inputs, 'MaxInstanceCount') ?? MinCount;
  if (MaxCount < MinCount) throw new InvalidInput('MaxInstanceCount is less than MinInstanceCount');
  notBoth(inputs, 'IamInstanceProfileArn', 'IamInstanceProfileName');
  const Arn = textOf(inputs, 'IamInstanceProfileArn');
  const Name = textOf(inputs, 'IamInstanceProfileName');
  const Enabled = flagOf(inputs, 'Monitoring');
  const named = Object.entries(rest).map(([name, value]): [string, Json | undefined] => [
    name,
    value === '' ? undefined : value,
  ]);
  return given({
    ...Object.fromEntries(named),
    ImageId: requiredText(inputs, 'ImageId'),
    InstanceType: textOf(inputs, 'InstanceType') ?? 'm1.small',
    MinCount,
    MaxCount,
    IamInstanceProfile: Arn || Name ? given({ Arn, Name }) : undefined,
    Monitoring: Enabled === undefined ? undefined : { Enabled },
    ClientToken: textOf(inputs, 'ClientToken', 64) ?? attemptToken(context, 'ec2.RunInstances'),
  });
}
