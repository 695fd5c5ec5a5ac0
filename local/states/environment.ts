import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Frame } from './frame.ts';
import type { Environment } from './json-path-read.ts';
import type { Runtime } from './runtime.ts';

/** The role that executions are said to run under; there is only one program here. */
export const executionRole = 'arn:aws:iam::000000000000:role/states';

/** What the paths of a frame's state can see, with the data they start from. */
export function environmentOf(runtime: Runtime, frame: Frame, data: Json): Environment {
  return { data, variables: frame.variables, context: () => contextObject(frame), ids: runtime.ids };
}

/**
 * The context object `$$`.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextObject(frame: Frame): JsonObject {
  const { execution, state } = frame;
  const context: JsonObject = {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: executionRole,
      StartTime: timestamp(execution.startedAt),
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    State: {
      Name: state.name,
      EnteredTime: timestamp(frame.enteredAt),
      ...(state.type === 'Task' ? { RetryCount: frame.retryCount } : {}),
    },
  };
  const item = mapItem(frame);
  if (item) context.Map = { Item: item };
  if (frame.task?.token) context.Task = { Token: frame.task.token };
  return context;
}

/** The item of the nearest Map around a frame. */
function mapItem(frame: Frame): JsonObject | undefined {
  const { parent } = frame;
  if (!parent) return undefined;
  const { source } = parent.progress ?? {};
  if (parent.state.type !== 'Map' || !Array.isArray(source)) return mapItem(parent);
  return { Index: frame.index, Value: source[frame.index] ?? null };
}

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
