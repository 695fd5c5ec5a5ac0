import { type AwsApi, AwsError } from '../../aws-api.ts';
import type { JsonObject } from '../../json.ts';
import type { ProvisionedOutput, Provisioning } from '../../provisioner.ts';
import { mapsOf, textOf } from '../answered.ts';

/** Calls CloudFormation for one piece of work. */
export type Ask = (operation: string, input?: JsonObject) => Promise<JsonObject>;

/** A stack as DescribeStacks shows it. */
export interface Stack {
  id: string;
  name: string;
  /** `CREATE_COMPLETE` … */
  status: string;
  reason: string;
  outputs: ProvisionedOutput[];
  tags: Record<string, string>;
}

/** Calls as the customer's role, in a session named as the deployment. */
export const askAs =
  (aws: AwsApi, { id, region, roleArn }: Provisioning): Ask =>
  (operation, input = {}) =>
    aws.call({
      service: 'cloudformation',
      operation,
      input,
      sessionName: id,
      region,
      ...(roleArn !== undefined && { roleArn }),
    });

/** The stack of a name that is there, or of an id, also where it was deleted. */
export async function describeStack(ask: Ask, StackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await ask('DescribeStacks', { StackName });
    return mapsOf(Stacks).map(stackOf)[0];
  } catch (error) {
    // CloudFormation has no other code for a stack that is not there.
    if (error instanceof AwsError && error.code === 'ValidationError') return undefined;
    throw error;
  }
}

/** All stacks of the account in the Region. */
export async function allStacks(ask: Ask): Promise<Stack[]> {
  const stacks: Stack[] = [];
  let NextToken = '';
  do {
    const page = await ask('DescribeStacks', NextToken === '' ? {} : { NextToken });
    stacks.push(...mapsOf(page.Stacks).map(stackOf));
    NextToken = textOf(page.NextToken);
  } while (NextToken !== '');
  return stacks;
}

const stackOf = ({ StackId, StackName, StackStatus, StackStatusReason, Outputs, Tags }: JsonObject): Stack => ({
  id: textOf(StackId),
  name: textOf(StackName),
  status: textOf(StackStatus),
  reason: textOf(StackStatusReason),
  outputs: mapsOf(Outputs).map((one) => ({ key: textOf(one.OutputKey), valueString: textOf(one.OutputValue) })),
  tags: Object.fromEntries(mapsOf(Tags).map(({ Key, Value }) => [textOf(Key), textOf(Value)])),
});

/** Whether CloudFormation is at work on it; one that only waits for a change set to be executed is not. */
export const isBusy = ({ status }: Stack): boolean =>
  status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

/** Whether it is there no longer. */
export const isGone = ({ status }: Stack): boolean => status === 'DELETE_COMPLETE';
