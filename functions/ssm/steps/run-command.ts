import type { Json, JsonObject } from '../../ports/json.ts';
import type { NodeCommand, NodeCommandState, NodesCaller } from '../../ports/nodes.ts';
import { attemptName } from '../automation-executions/settle-step.ts';
import { plainTexts } from '../expressions/typed-value.ts';
import { bracketed } from './answers.ts';
import {
  countOf,
  exactlyOne,
  flagOf,
  given,
  InvalidInput,
  mapOf,
  mapsOf,
  requiredText,
  textOf,
  textsOf,
} from './inputs.ts';
import { type Look, polledAction, succeeded, unexpected } from './polled-action.ts';
import { awsFailure, roleOf } from './role.ts';
import type { StepContext } from './step-action.ts';
import { watchOf } from '../../ports/watches.ts';

const phase = 'verifying the command has completed';
const checking = 'verifying the SSM Agent availability on the target instance(s)';
const hour = 3_600_000;
const mostNodes = 50;
// Within this time of its attempt's start a step is in its first turn: a machine tries again after a second at the earliest.
const firstTurn = 1_000;

/** aws:runCommand: runs a Command document on nodes once their agents answer, and waits for its end; a stop of the run cancels it. */
export const runCommand = polledAction({
  phase,

  async look(context, state): Promise<Look> {
    const commandId = state && textOf(state, 'commandId');
    if (!commandId) return send(context, state !== undefined);
    return verify(commandId, await context.ports.nodes.status(commandId, callerOf(context)));
  },

  async stop(context, state) {
    const commandId = textOf(state, 'commandId');
    const { nodes } = context.ports;
    const caller = callerOf(context);
    try {
      // A crash may have come before its id was on record.
      await (commandId ? nodes.cancel(commandId, caller) : nodes.takeBack(formerOf(context), caller));
    } catch (error) {
      // It was never sent.
      if (error instanceof InvalidInput) return;
      // The run ends all the same; what goes on on the nodes is for their owner to see.
      context.ports.log.warn('a command could not be cancelled', {
        commandId,
        error: awsFailure(error).failure.detail,
      });
    }
  },
});

function callerOf(context: StepContext): NodesCaller {
  const roleArn = roleOf(context);
  const { id: sessionName, region, executedBy: startedBy } = context.execution;
  return { startedBy, sessionName, region, ...(roleArn !== undefined && { roleArn }) };
}

const awaitCommand = (commandId: string): Look => ({
  state: { commandId },
  detail: `Command ${commandId} is not completed`,
  watch: watchOf('ssm', commandId),
});

async function send(context: StepContext, isLater: boolean): Promise<Look> {
  const { ports, record, now } = context;
  const command = commandOf(context);
  const caller = callerOf(context);
  const unavailable = command.instanceIds ? await ports.nodes.unavailable(command.instanceIds, caller) : [];
  if (unavailable.length) {
    const detail = `SSM Agent on Instances: ${bracketed(unavailable)} are not functioning`;
    return { state: {}, phase: checking, limit: hour, detail };
  }
  const mayBeSent = isLater || now - record.attemptTime >= firstTurn;
  return awaitCommand(
    await ports.nodes.start({ ...command, ...(mayBeSent && { startedSince: record.attemptTime }) }, caller),
  );
}

const formerOf = (context: StepContext): NodeCommand => ({
  ...commandOf(context),
  startedSince: context.record.attemptTime,
});

function commandOf({ execution, record }: StepContext): NodeCommand {
  const { InstanceIds, Targets, DocumentName, Parameters, ...options } = record.inputs;
  exactlyOne(record.inputs, 'InstanceIds', 'Targets');
  const instanceIds = textsOf(record.inputs, 'InstanceIds', mostNodes);
  const targets = mapsOf(record.inputs, 'Targets', 5);
  textOf(record.inputs, 'Comment', 100);
  const parameters = Object.entries(mapOf(record.inputs, 'Parameters') ?? {});
  return {
    id: attemptName({ executionId: execution.id, stepId: record.id, attempt: record.attempt }),
    documentName: requiredText(record.inputs, 'DocumentName'),
    ...(instanceIds && { instanceIds }),
    ...(targets && { targets }),
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name, plainTexts(value)])),
    options: optionsFrom(options),
  };
}

function optionsFrom(options: JsonObject): JsonObject {
  const named = Object.entries(options).map(([name, value]): [string, Json | undefined] => {
    // An optional input is often a parameter with the default ''.
    if (value === '') return [name, undefined];
    return [name, name.startsWith('Max') && typeof value === 'number' ? String(value) : value];
  });
  return given({
    ...Object.fromEntries(named),
    TimeoutSeconds: countOf(options, 'TimeoutSeconds'),
    CloudWatchOutputConfig: cloudWatchFrom(mapOf(options, 'CloudWatchOutputConfig')),
  });
}

/** `CloudWatchOutputEnabled` is often written as a text, as in AWS's own examples. */
const cloudWatchFrom = (config: JsonObject | undefined): JsonObject | undefined =>
  config && given({ ...config, CloudWatchOutputEnabled: flagOf(config, 'CloudWatchOutputEnabled') });

const going: string[] = ['Pending', 'InProgress', 'Cancelling'];

function verify(commandId: string, { status, output, responseCode }: NodeCommandState): Look {
  if (going.includes(status)) return awaitCommand(commandId);
  const result = { Status: status, ...given({ ResponseCode: responseCode, Output: output }), CommandId: commandId };
  const outputs = { ...result, OutputPayload: result };
  if (status === 'Success') return succeeded(outputs);
  const parts = [
    `Status=[${status}]`,
    `ResponseCode=[${responseCode ?? ''}]`,
    `Output=[${output ?? ''}]`,
    `OutputPayload=[${JSON.stringify(result)}]`,
    `CommandId=[${commandId}]`,
  ];
  const detail = `Command ${commandId} returns unexpected invocation result: \n{${parts.join(', ')}}`;
  return unexpected(phase, detail, outputs);
}
