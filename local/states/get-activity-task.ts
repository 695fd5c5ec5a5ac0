import type { GetActivityTaskInput, GetActivityTaskOutput } from '@aws-sdk/client-sfn';
import { record } from './history.ts';
import { textOf } from './json-text.ts';
import type { Runtime } from './runtime.ts';
import { parametersOf } from './transition.ts';

/**
 * GetActivityTask: hands the longest waiting task of an activity to one worker; answers nothing at once when none waits.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html
 */
export async function getActivityTask(runtime: Runtime, request: GetActivityTaskInput): Promise<GetActivityTaskOutput> {
  const { activityArn = '', workerName } = request;
  const frame = runtime.executions.waitingFor(activityArn);
  const taskToken = frame?.task?.token;
  if (!frame || taskToken === undefined) return {};
  const input = textOf(frame.task?.parameters ?? parametersOf(runtime, frame));
  frame.activity = undefined;
  record(runtime, frame, { type: 'ActivityStarted', ...(workerName === undefined ? {} : { workerName }) });
  runtime.turns.changed(frame);
  await runtime.turns.committed(frame.execution);
  return { taskToken, input };
}
