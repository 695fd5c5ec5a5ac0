import { telling } from '../calling.ts';
import { type Body, listOption, textOption, UsageError } from '../command.ts';
import { parametersFrom } from '../parameters.ts';

/** quaymaster executions stop: Cancel runs the runbook's onCancel steps, Complete lets the step that runs end. */
export const stopExecution: Body = (given) =>
  telling(
    given,
    async ({ call }) => {
      const [AutomationExecutionId = ''] = given.positionals;
      const input = { AutomationExecutionId, Type: textOption(given, 'type') ?? 'Cancel' };
      await call('AmazonSSM.StopAutomationExecution', input);
      return input;
    },
    ({ AutomationExecutionId: id }) => [`stopping ${id}; quaymaster executions watch ${id} shows how`],
  );

const needStep = ['StartStep', 'Resume'];

/** quaymaster executions signal: SendAutomationSignal with the payload that the signal takes. */
export const signalExecution: Body = (given) => {
  const [id = '', SignalType = ''] = given.positionals;
  const step = textOption(given, 'step');
  const stepId = textOption(given, 'step-execution-id');
  const comment = textOption(given, 'comment');
  if (needStep.includes(SignalType) && !step) throw new UsageError(`signal ${SignalType} needs --step NAME`);
  if (SignalType === 'StopStep' && !stepId) throw new UsageError('signal StopStep needs --step-execution-id ID');
  const Payload = {
    ...parametersFrom(listOption(given, 'payload'), {}),
    ...(step && { StepName: [step] }),
    ...(stepId && { StepExecutionId: [stepId] }),
    ...(comment && { Comment: [comment] }),
  };
  const input = { AutomationExecutionId: id, SignalType, ...(Object.keys(Payload).length && { Payload }) };
  return telling(
    given,
    async ({ call }) => {
      await call('AmazonSSM.SendAutomationSignal', input);
      return input;
    },
    () => [`${SignalType} sent to ${id}`],
  );
};
