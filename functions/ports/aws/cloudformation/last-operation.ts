import type { JsonObject } from '../../json.ts';
import { mapsOf, textOf } from '../answered.ts';
import type { Ask } from './stack.ts';

/** What was last done to a stack: the token it was asked with, and its events, the oldest first. */
export interface Operation {
  token: string;
  events: JsonObject[];
}

const begins = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'IMPORT_IN_PROGRESS']);
/** Of a hundred events each. */
const mostPages = 50;
const mostReasons = 5;
/** Stacks in stacks. */
const deepest = 5;

/** Reads the events of the last operation. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html */
export async function lastOperation(ask: Ask, stackId: string): Promise<Operation> {
  const newestFirst: JsonObject[] = [];
  let NextToken = '';
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await ask('DescribeStackEvents', { StackName: stackId, ...(NextToken && { NextToken }) });
    newestFirst.push(...mapsOf(page.StackEvents));
    const at = newestFirst.findIndex((event) => isOwn(event, stackId) && begins.has(textOf(event.ResourceStatus)));
    NextToken = textOf(page.NextToken);
    if (at >= 0) return operationOf(newestFirst.slice(0, at + 1));
    if (NextToken === '') break;
  }
  return operationOf(newestFirst);
}

const operationOf = (newestFirst: JsonObject[]): Operation => ({
  token: textOf(newestFirst.at(-1)?.ClientRequestToken),
  events: newestFirst.toReversed(),
});

/** Of the stack itself. */
const isOwn = ({ PhysicalResourceId }: JsonObject, stackId: string): boolean => PhysicalResourceId === stackId;

/** Whether somebody asked for an update to be undone, by this token or otherwise. */
export const wasCancelled = ({ events }: Operation, stackId: string, token: string): boolean =>
  events.some((event) => {
    if (!isOwn(event, stackId) || event.ResourceStatus !== 'UPDATE_ROLLBACK_IN_PROGRESS') return false;
    return event.ClientRequestToken === token || event.ResourceStatusReason === 'User Initiated';
  });

/**
 * Why an operation failed, as `LogicalId: reason`: the resource that failed first, for the others were cancelled because of it; inside of a stack in the
 * stack what failed there. Of a deletion all that would not go.
 */
export async function reasonsOf(ask: Ask, stackId: string, depth = 0): Promise<string[]> {
  const { events } = await lastOperation(ask, stackId);
  const failed = events.filter((event) => !isOwn(event, stackId) && textOf(event.ResourceStatus).endsWith('_FAILED'));
  const isDeletion = failed[0]?.ResourceStatus === 'DELETE_FAILED';
  const told = isDeletion ? failed.slice(0, mostReasons) : failed.slice(0, 1);
  const reasons: string[] = [];
  for (const event of told) reasons.push(...(await reasonsIn(ask, event, depth)));
  return reasons;
}

async function reasonsIn(ask: Ask, event: JsonObject, depth: number): Promise<string[]> {
  const { ResourceType, PhysicalResourceId, LogicalResourceId, ResourceStatusReason } = event;
  const name = textOf(LogicalResourceId);
  const isStack = ResourceType === 'AWS::CloudFormation::Stack' && textOf(PhysicalResourceId) !== '';
  const inner = isStack && depth < deepest ? await reasonsOf(ask, textOf(PhysicalResourceId), depth + 1) : [];
  if (inner.length > 0) return inner.map((reason) => `${name}/${reason}`);
  return [`${name} (${textOf(ResourceType)}): ${textOf(ResourceStatusReason) || 'no reason given'}`];
}
