import { AwsError, isPassing } from '../../ports/aws-api.ts';
import type { Json, JsonObject } from '../../ports/json.ts';
import { isEarly, waitOn, waitToAsk } from './poll.ts';
import { attemptToken, awsFailure, callAws } from './role.ts';
import {
  actionFailed,
  invalidInput,
  longWait,
  type Outcome,
  type StepAction,
  type StepContext,
} from './step-action.ts';
import { watchOf } from '../../ports/watches.ts';

const service = 'stepfunctions';
const outputNames = ['executionArn', 'input', 'name', 'output', 'startDate', 'stateMachineArn', 'status', 'stopDate'];
const phase = 'Poll action status for completion';

/** aws:executeStateMachine: starts an execution of Step Functions and waits for its end; a stop of the run stops it too. */
export const executeStateMachine: StepAction = {
  async begin(context) {
    const { stateMachineArn, input } = context.record.inputs;
    if (typeof stateMachineArn !== 'string' || !stateMachineArn.includes(':stateMachine:'))
      return invalidInput('stateMachineArn must be the ARN of a state machine');
    const text = typeof input === 'string' || input === undefined ? input : JSON.stringify(input);
    const started = { stateMachineArn, name: nameOf(context), ...(text !== undefined && { input: text }) };
    try {
      await callAws(context, { service, operation: 'StartExecution', input: started });
    } catch (error) {
      if (!isOwnFormer(error, context)) return awsFailure(error);
    }
    return askLater(context);
  },

  async resume(context) {
    if (isEarly(context)) return waitOn(context);
    try {
      const answer = await callAws(context, { service, operation: 'DescribeExecution', input: executionOf(context) });
      return answer.status === 'RUNNING' ? goOnOrStop(context) : ended(answer);
    } catch (error) {
      return isPassing(error) ? goOnOrStop(context) : awsFailure(error, phase);
    }
  },

  cancel: (context) => stop(context, 'The automation execution was cancelled'),
};

/** The execution's name: a start that is repeated after a crash finds the same execution, not a second one. */
const nameOf = (context: StepContext): string => {
  const { name } = context.record.inputs;
  return typeof name === 'string' && name !== '' ? name : attemptToken(context, 'stepfunctions.StartExecution');
};

// Our own names are of one attempt only; a name of the runbook's may be of anybody's execution.
const isOwnFormer = (error: unknown, { record }: StepContext) =>
  error instanceof AwsError && error.code === 'ExecutionAlreadyExists' && !record.inputs.name;

function executionOf(context: StepContext): { executionArn: string } {
  const machine = textOf(context.record.inputs.stateMachineArn).split(':');
  // An ARN may name a version or an alias after the machine; the execution's has neither.
  const [, , , region, account, , name] = machine;
  return { executionArn: `arn:${machine[1]}:states:${region}:${account}:execution:${name}:${nameOf(context)}` };
}

const askLater = (context: StepContext): Outcome =>
  waitToAsk(context, endOf(context), { watch: watchOf('states', executionOf(context).executionArn) });

const endOf = ({ deadline, now }: StepContext) => deadline ?? now + longWait;

async function goOnOrStop(context: StepContext): Promise<Outcome> {
  if (endOf(context) > context.now) return askLater(context);
  await stop(context, 'The step of the automation execution timed out');
  return { outcome: 'timedOut', detail: 'The execution of the state machine did not end in time' };
}

async function stop(context: StepContext, cause: string): Promise<void> {
  const { log } = context.ports;
  try {
    await callAws(context, { service, operation: 'StopExecution', input: { ...executionOf(context), cause } });
  } catch (error) {
    // The run ends all the same; what goes on in Step Functions is for its owner to see.
    log.warn('an execution could not be stopped', { ...executionOf(context), error: awsFailure(error).failure.detail });
  }
}

function ended(answer: JsonObject): Outcome {
  const outputs = Object.fromEntries(
    outputNames.flatMap((name): [string, Json][] => {
      const value = answer[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  if (answer.status === 'SUCCEEDED') return { outcome: 'success', outputs, answer };
  const why = [answer.error, answer.cause].map(textOf).filter(Boolean).join(': ');
  const detail = `The execution ${textOf(answer.executionArn)} ended with the status ${textOf(answer.status)}`;
  const failure = actionFailed(phase, why ? `${detail}: ${why}` : detail);
  return { ...(failure as Outcome & { outcome: 'failed' }), outputs };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
