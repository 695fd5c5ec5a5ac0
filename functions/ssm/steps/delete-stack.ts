import type { JsonObject } from '../../ports/json.ts';
import { given, requiredText, textOf, textsOf } from './inputs.ts';
import { type Look, polledAction, succeeded, unexpected } from './polled-action.ts';
import { attemptToken, callAws } from './role.ts';
import { describeStack, stackWatch, strayedStack } from './stack.ts';
import type { StepContext } from './step-action.ts';

const phase = 'verifying the stack has been deleted';

/** aws:deleteStack: deletes a stack and waits until it is gone; one that is not there is deleted already. */
export const deleteStack = polledAction({
  phase,

  async look(context, state): Promise<Look> {
    const name = requiredText(context.record.inputs, 'StackName');
    const stack = await describeStack(context, (state && textOf(state, 'stackId')) ?? name);
    if (!stack || stack.status === 'DELETE_COMPLETE') return succeeded();
    const detail = `Stack ${stack.id} is not deleted: ${stack.status}`;
    const pending = { state: { stackId: stack.id }, detail, watch: stackWatch(stack.id) };
    if (state) return stack.status === 'DELETE_FAILED' ? unexpected(phase, strayedStack(stack)) : pending;
    await callAws(context, {
      service: 'cloudformation',
      operation: 'DeleteStack',
      input: deletion(context, stack.id),
    });
    return pending;
  },
});

function deletion(context: StepContext, StackName: string): JsonObject {
  const { inputs } = context.record;
  const retained = Object.keys(inputs).filter((name) => /^RetainResources(\.member\.(N|\d+))?$/.test(name));
  const RetainResources = retained.flatMap((name) => textsOf(inputs, name) ?? []);
  return given({
    StackName,
    ClientRequestToken:
      textOf(inputs, 'ClientRequestToken', 128) ?? attemptToken(context, 'cloudformation.DeleteStack'),
    RetainResources: RetainResources.length ? RetainResources : undefined,
    RoleARN: textOf(inputs, 'RoleARN'),
  });
}
