import type * as sfn from '@aws-sdk/client-sfn';
import type { Json } from '../../functions/ports/json.ts';
import { attempt } from './failure.ts';
import type { Frame } from './frame.ts';
import type { Runtime } from './runtime.ts';
import { StatesApiError } from './states-api-error.ts';
import { StatesError } from './states-error.ts';
import { watchTask } from './task-limits.ts';
import { taskFailed, taskSucceeded } from './task-result.ts';
import { frameOfToken } from './task-token.ts';

/**
 * SendTaskSuccess: the wait that a token stands for ends with an output; answers once that is on disk.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
 */
export async function sendTaskSuccess(
  runtime: Runtime,
  request: sfn.SendTaskSuccessInput,
): Promise<sfn.SendTaskSuccessOutput> {
  const { taskToken = '', output: text = '' } = request;
  const output = parseOutput(text);
  const frame = frameOfToken(runtime, taskToken);
  return settle(runtime, frame, () => taskSucceeded(runtime, frame, output));
}

/**
 * SendTaskFailure: the wait that a token stands for ends with an error.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html
 */
export async function sendTaskFailure(
  runtime: Runtime,
  request: sfn.SendTaskFailureInput,
): Promise<sfn.SendTaskFailureOutput> {
  const { taskToken = '', error, cause } = request;
  const frame = frameOfToken(runtime, taskToken);
  return settle(runtime, frame, () => taskFailed(runtime, frame, new StatesError(error, cause)));
}

/**
 * SendTaskHeartbeat: the holder of a token is alive; its HeartbeatSeconds begin anew.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html
 */
export async function sendTaskHeartbeat(
  runtime: Runtime,
  request: sfn.SendTaskHeartbeatInput,
): Promise<sfn.SendTaskHeartbeatOutput> {
  const frame = frameOfToken(runtime, request.taskToken ?? '');
  return settle(runtime, frame, () => {
    const { task } = frame;
    if (!task?.heartbeatSeconds) return;
    task.heartbeatAt = runtime.clock.now() + task.heartbeatSeconds * 1000;
    watchTask(runtime, frame);
    runtime.turns.changed(frame);
  });
}

async function settle(runtime: Runtime, frame: Frame, action: () => void): Promise<Record<string, never>> {
  attempt(runtime, frame, action);
  await runtime.turns.committed(frame.execution);
  return {};
}

function parseOutput(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new StatesApiError('InvalidOutput', "Invalid Output: 'Invalid JSON'");
  }
}
