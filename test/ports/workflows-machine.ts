import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Workflows } from '../../functions/ports/workflows.ts';
import type { StatesEngine } from '../../local/states/engine.ts';
import { rig } from '../local/states/rig.ts';
import type { WorkflowsUnderTest } from './workflows.contract.ts';

/** Hands out a token with its input, and ends as the token says. */
const definition: Json = {
  StartAt: 'Wait',
  States: {
    Wait: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'wait', Payload: { 'token.$': '$$.Task.Token', 'input.$': '$' } },
      End: true,
    },
  },
};

/** The machine of the workflows contract on the interpreter, under a name, behind a port. */
export function waitingMachine(
  name: string,
  port: (engine: StatesEngine) => Workflows,
): WorkflowsUnderTest & { close: () => void } {
  const tokens: string[] = [];
  const inputs: JsonObject[] = [];
  const invoke = async (_function: string, payload: Json): Promise<Json> => {
    const { token, input } = payload as { token: string; input: JsonObject };
    tokens.push(token);
    inputs.push(input);
    return null;
  };
  const { engine, describe, settle, close } = rig({ [name]: definition }, { invoke });
  const executionArn = engine.stateMachineArn(name).replace(':stateMachine:', ':execution:');
  const ended = async (execution: string): Promise<JsonObject> => {
    const { status = '', output, error, cause } = await describe(`${executionArn}:${execution}`);
    if (output !== undefined) return { status, output: JSON.parse(output) as Json };
    return { status, ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  };
  return { workflows: port(engine), tokens, inputs, settled: settle, ended, close };
}
