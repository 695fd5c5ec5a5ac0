import type { AwsApi } from '../aws-api.ts';
import type { Json, JsonObject } from '../json.ts';
import type { NodeCommand, NodeCommandState, Nodes, NodesCaller } from '../nodes.ts';
import { mapOf, mapsOf, textOf } from './answered.ts';

type Ask = (operation: string, input: JsonObject, caller: NodesCaller) => Promise<JsonObject>;

/**
 * Nodes through SSM Run Command, which takes no idempotency token: what may have been sent before is looked for among the commands since then.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
export function runCommandNodes(aws: AwsApi): Nodes {
  const ask: Ask = (operation, input, caller) => aws.call({ service: 'ssm', operation, input, ...caller });
  return {
    unavailable: async (instanceIds, caller) => {
      const online = await onlineNodes(ask, instanceIds, caller);
      return instanceIds.filter((id) => !online.has(id));
    },
    start: async (command, caller) => {
      const input = sendInput(command);
      const former =
        command.startedSince && (await formerCommand(ask, { command, since: command.startedSince }, caller));
      if (former) return former;
      const { Command } = await ask('SendCommand', input, caller);
      return textOf(mapOf(Command).CommandId);
    },
    status: (commandId, caller) => stateOf(ask, commandId, caller),
    cancel: async (CommandId, caller) => void (await ask('CancelCommand', { CommandId }, caller)),
    takeBack: async ({ startedSince: since = 0, ...command }, caller) => {
      const CommandId = await formerCommand(ask, { command, since }, caller);
      if (CommandId !== undefined) await ask('CancelCommand', { CommandId }, caller);
    },
  };
}

async function onlineNodes(ask: Ask, instanceIds: string[], caller: NodesCaller): Promise<Set<string>> {
  const Filters = [{ Key: 'InstanceIds', Values: instanceIds }];
  const nodes = await pages(ask, { operation: 'DescribeInstanceInformation', input: { Filters } }, caller);
  const online = nodes.filter(({ PingStatus }) => PingStatus === 'Online');
  return new Set(online.map(({ InstanceId }) => textOf(InstanceId)));
}

const lists: Record<string, string> = {
  DescribeInstanceInformation: 'InstanceInformationList',
  ListCommands: 'Commands',
};

async function pages(
  ask: Ask,
  { operation, input }: { operation: string; input: JsonObject },
  caller: NodesCaller,
): Promise<JsonObject[]> {
  const items: JsonObject[] = [];
  let NextToken = '';
  do {
    const page = await ask(operation, { ...input, MaxResults: 50, ...(NextToken && { NextToken }) }, caller);
    items.push(...mapsOf(page[lists[operation] ?? '']));
    NextToken = textOf(page.NextToken);
  } while (NextToken);
  return items;
}

/** A comment of its own, where the runbook gives none, lets a command be recognized: by people too. */
const ownComment = (id: string) => `Automation ${id}`;

const sendInput = ({ id, documentName, instanceIds, targets, parameters, options }: NodeCommand): JsonObject => ({
  Comment: ownComment(id),
  ...options,
  DocumentName: documentName,
  ...(instanceIds && { InstanceIds: instanceIds }),
  ...(targets && { Targets: targets }),
  ...(Object.keys(parameters).length && { Parameters: parameters }),
});

// Of two clocks.
const skew = 5_000;

async function formerCommand(
  ask: Ask,
  { command, since }: { command: NodeCommand; since: number },
  caller: NodesCaller,
): Promise<string | undefined> {
  const value = new Date(since - skew).toISOString().replace(/\.\d+/, '');
  const Filters = [{ key: 'InvokedAfter', value }];
  const commands = await pages(ask, { operation: 'ListCommands', input: { Filters } }, caller);
  const former = commands.find(isSentAs(command));
  return former && textOf(former.CommandId);
}

function isSentAs(command: NodeCommand): (sent: JsonObject) => boolean {
  const input = sendInput(command);
  // A comment that names the command tells it from all others.
  if (textOf(input.Comment).includes(command.id)) return (sent) => sent.Comment === input.Comment;
  const text = whatItDoes(input);
  return (sent) => whatItDoes(sent) === text;
}

/** What tells one command from another, as text. */
const whatItDoes = ({ Comment = '', DocumentName = '', InstanceIds = [], Targets = [], Parameters }: JsonObject) =>
  JSON.stringify([Comment, DocumentName, InstanceIds, Targets, Object.entries(mapOf(Parameters)).sort(byName)]);

const byName = ([one]: [string, Json], [other]: [string, Json]) => (one < other ? -1 : 1);

const statuses = ['Pending', 'InProgress', 'Cancelling', 'Success', 'Failed', 'TimedOut', 'Cancelled'] as const;
const going: string[] = statuses.slice(0, 3);

async function stateOf(ask: Ask, CommandId: string, caller: NodesCaller): Promise<NodeCommandState> {
  const { Commands } = await ask('ListCommands', { CommandId }, caller);
  const shown = mapsOf(Commands)[0]?.Status;
  const status = statuses.find((one) => one === shown) ?? 'Pending';
  if (going.includes(status)) return { status };
  const { CommandInvocations } = await ask('ListCommandInvocations', { CommandId, Details: true }, caller);
  return { status, ...onlyResult(mapsOf(CommandInvocations)) };
}

function onlyResult([invocation, ...others]: JsonObject[]): Omit<NodeCommandState, 'status'> {
  const [plugin, ...more] = mapsOf(invocation?.CommandPlugins);
  if (!plugin || others.length || more.length) return {};
  const { Output, ResponseCode } = plugin;
  return { output: textOf(Output), ...(typeof ResponseCode === 'number' && { responseCode: ResponseCode }) };
}
