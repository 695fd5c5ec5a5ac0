import type { Json, JsonObject } from '../../ports/json.ts';
import { textAt } from './answers.ts';
import {
  countOf,
  documentOf,
  exactlyOne,
  flagOf,
  given,
  mapsOf,
  notBoth,
  requiredText,
  textOf,
  textsOf,
  wordOf,
} from './inputs.ts';
import { type Look, polledAction, succeeded, unexpected } from './polled-action.ts';
import { attemptToken, callAws } from './role.ts';
import { describeStack, isInProgress, type Stack, stackWatch, strayedStack } from './stack.ts';
import type { StepContext } from './step-action.ts';

const service = 'cloudformation';
const phase = 'verifying the stack has been created';
const templateBytes = 51_200;

/** aws:createStack: creates a stack and waits until it is complete; one of that name that only rolled back is deleted first. */
export const createStack = polledAction({
  phase,

  async look(context, state): Promise<Look> {
    const stackId = state && textOf(state, 'stackId');
    return stackId ? verify(context, stackId, textOf(state, 'reason')) : prepare(context);
  },
});

/** Creates the stack once nothing of that name is in the way. */
async function prepare(context: StepContext): Promise<Look> {
  const input = stackInput(context);
  const name = textAt('$.StackName', input);
  const former = await describeStack(context, name);
  const isRest = former?.status === 'ROLLBACK_COMPLETE';
  if (isRest) await deleteRest(context, former, input);
  if (former && (isRest || isInProgress(former)))
    return { state: {}, detail: `Stack ${former.id} is in the way: ${former.status}`, watch: stackWatch(former.id) };
  const answer = await callAws(context, { service, operation: 'CreateStack', input });
  const stackId = textAt('$.StackId', answer);
  return { state: { stackId }, detail: `Stack ${stackId} is not complete`, watch: stackWatch(stackId) };
}

function deleteRest(context: StepContext, { id }: Stack, { RoleARN }: JsonObject): Promise<JsonObject> {
  const ClientRequestToken = attemptToken(context, 'cloudformation.DeleteStack');
  const input = given({ StackName: id, ClientRequestToken, RoleARN });
  return callAws(context, { service, operation: 'DeleteStack', input });
}

async function verify(context: StepContext, stackId: string, reasonBefore = ''): Promise<Look> {
  const stack = (await describeStack(context, stackId)) ?? { id: stackId, status: 'DELETE_COMPLETE', reason: '' };
  // What went wrong is told while the stack rolls back, no more once it has.
  const reason = reasonBefore || (stack.status === 'CREATE_IN_PROGRESS' ? '' : stack.reason);
  if (isInProgress(stack))
    return {
      state: { stackId, reason },
      detail: `Stack ${stackId} is not complete: ${stack.status}`,
      watch: stackWatch(stackId),
    };
  const outputs = { StackId: stackId, StackStatus: stack.status, StackStatusReason: reason };
  if (stack.status === 'CREATE_COMPLETE') return succeeded(outputs);
  return unexpected(phase, strayedStack({ ...stack, reason }), outputs);
}

function stackInput(context: StepContext): JsonObject {
  const { inputs } = context.record;
  exactlyOne(inputs, 'TemplateBody', 'TemplateURL');
  notBoth(inputs, 'DisableRollback', 'OnFailure');
  notBoth(inputs, 'StackPolicyBody', 'StackPolicyURL');
  return given({
    StackName: requiredText(inputs, 'StackName', 128),
    TemplateBody: documentOf(inputs, 'TemplateBody', templateBytes),
    TemplateURL: textOf(inputs, 'TemplateURL'),
    Parameters: mapsOf(inputs, 'Parameters')?.map(parameter),
    Capabilities: textsOf(inputs, 'Capabilities'),
    ClientRequestToken:
      textOf(inputs, 'ClientRequestToken', 128) ?? attemptToken(context, 'cloudformation.CreateStack'),
    DisableRollback: flagOf(inputs, 'DisableRollback'),
    OnFailure: wordOf(inputs, 'OnFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE']),
    NotificationARNs: textsOf(inputs, 'NotificationARNs', 5),
    ResourceTypes: textsOf(inputs, 'ResourceTypes'),
    RoleARN: textOf(inputs, 'RoleARN'),
    StackPolicyBody: documentOf(inputs, 'StackPolicyBody', 16_384),
    StackPolicyURL: textOf(inputs, 'StackPolicyURL'),
    Tags: mapsOf(inputs, 'Tags', 10),
    TimeoutInMinutes: countOf(inputs, 'TimeoutInMinutes'),
  });
}

/** Stack parameters are texts; a number or a Boolean of the runbook becomes one. */
function parameter({ ParameterValue, ...rest }: JsonObject): JsonObject {
  const isScalar = typeof ParameterValue === 'number' || typeof ParameterValue === 'boolean';
  const value: Json | undefined = isScalar ? String(ParameterValue) : ParameterValue;
  return given({ ...rest, ParameterValue: value });
}
