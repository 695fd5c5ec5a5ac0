import { Entry } from '../entry.ts';
import { withSessionSettings } from './session-settings.ts';

const execution = () =>
  withSessionSettings(
    new Entry('execution')
      .description('waits until an execution is over, and tells how it ended')
      .argument('<id>', 'AutomationExecutionId')
      .setting('--timeout <seconds>', 'give up after that; the execution goes on (no limit unless told)'),
  )
    .example('quaymaster wait execution ID --timeout 600', 'in a script that has started one')
    .exits({ 0: 'Success', 1: 'any other end, or no such execution', 124: 'not over in time', 130: 'after Ctrl-C' })
    .does(async () => (await import('../wait.ts')).waitExecution);

/** quaymaster wait. */
export const wait = (): Entry =>
  new Entry('wait')
    .description('waits until something is over')
    .example('quaymaster wait execution ID', 'until it is over')
    .with(execution());
