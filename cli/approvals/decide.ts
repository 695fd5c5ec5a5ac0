import { telling } from '../calling.ts';
import { type Body, CommandFailure, textOption } from '../command.ts';
import { readExecution } from '../execution.ts';
import { gateOf } from '../gate.ts';

const decide =
  (SignalType: 'Approve' | 'Reject', done: string): Body =>
  (given) =>
    telling(
      given,
      async ({ call }) => {
        const [id = ''] = given.positionals;
        const comment = textOption(given, 'comment');
        const gate = gateOf(await readExecution(call, id));
        if (gate?.kind !== 'approve')
          throw new CommandFailure(
            `${id} waits for no approval; quaymaster executions show ${id} tells where it stands`,
          );
        await call('AmazonSSM.SendAutomationSignal', {
          AutomationExecutionId: id,
          SignalType,
          // What was looked at is decided, and no step that waits by now.
          Payload: { StepExecutionId: [gate.id], ...(comment && { Comment: [comment] }) },
        });
        return { AutomationExecutionId: id, SignalType, StepName: gate.step, StepExecutionId: gate.id };
      },
      ({ AutomationExecutionId: id, StepName }) => [`${done} ${StepName} of ${id}`],
    );

/** quaymaster approvals approve: lets an execution go on, as far as one may. */
export const approve: Body = decide('Approve', 'approved');

/** quaymaster approvals reject: one rejection is enough to fail the step. */
export const reject: Body = decide('Reject', 'rejected');
