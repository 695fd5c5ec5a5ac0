import { TokenGone, type Workflows } from '../functions/ports/workflows.ts';
import type { StatesEngine } from './states/engine.ts';

const goneErrors = new Set(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken']);

/** The `workflows` port on the states interpreter. */
export function embeddedWorkflows(engine: StatesEngine): Workflows {
  return {
    // eslint-disable-next-line max-params -- StartExecution's three, and what comes before it
    start: async (machine, name, input, after) => {
      // Both are in one file: what is written first is on disk no later than what is written second.
      const start = engine.startExecution({
        stateMachineArn: engine.stateMachineArn(machine),
        name,
        input: JSON.stringify(input),
      });
      await Promise.all([after, start.catch(unlessNamed(new Set(['ExecutionAlreadyExists'])))]);
    },
    succeed: async (taskToken, output) => {
      await engine.sendTaskSuccess({ taskToken, output: JSON.stringify(output) }).catch(asGone);
    },
    fail: async (taskToken, error, cause) => {
      await engine.sendTaskFailure({ taskToken, error, cause }).catch(asGone);
    },
    stop: async (machine, name) => {
      const executionArn = `${engine.stateMachineArn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
      await engine.stopExecution({ executionArn }).catch(unlessNamed(new Set(['ExecutionDoesNotExist'])));
    },
  };
}

const unlessNamed = (names: Set<string>) => (error: unknown) => {
  if (!(error instanceof Error && names.has(error.name))) throw error;
};

function asGone(error: unknown): never {
  if (error instanceof Error && goneErrors.has(error.name)) throw new TokenGone(error.message);
  throw error;
}
