import { opsworks } from '../../functions/opsworks/index.ts';
import { openRunning, type Around } from '../running.ts';
import { fakeClock } from '../clock.ts';
import { type Stage, type Started, statesIn, watchStarts } from './stage.ts';

/** The embedded program on a clock that stands still until nothing happens any more. */
export async function openEmbeddedStage(around: Around): Promise<Stage> {
  const running = await openRunning(':memory:', fakeClock(), around, () => [opsworks]);
  const { engine, clock } = running;
  const arnOf = ([machine, name]: Started) =>
    `${engine.stateMachineArn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
  const started = watchStarts(running.ports);
  return {
    ...running,
    started,
    status: async (one) => String((await engine.describeExecution({ executionArn: arnOf(one) })).status),
    states: async (one) => statesIn((await engine.getExecutionHistory({ executionArn: arnOf(one) })).events),
    pass: async () => {
      await running.settled();
      clock.advance(1000);
      await running.settled();
    },
    close: async () => {
      engine.close();
      running.database.close();
    },
  };
}
