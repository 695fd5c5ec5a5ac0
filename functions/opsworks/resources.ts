import type { Caller } from '../api/action.ts';
import type { Input, Located, LocatedCall, Resources, Service } from '../api/service.ts';
import type { Ports } from '../ports/ports.ts';
import type { Store } from '../ports/store.ts';
import { findCommand } from './commands/record.ts';
import { getDeployment } from './deployments/record.ts';
import { ownVerdict } from './permissions/verdict.ts';
import { findServiceError } from './service-errors/record.ts';
import { getStack, stackArn } from './stacks/record.ts';
import { findWithin } from './stacks/within.ts';

/** What `locate` adds to an input: the ARNs of the stacks it is about. */
const stackArns = '$StackArns';

/**
 * What an operation is about, for IAM: the stacks that hold all it names. Who may not see all stacks learns of an unknown id only that it is not theirs.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_opsworks.html
 */
export function resources(_operation: string, input: Input, { region, account }: Caller): Resources {
  const arns = input[stackArns];
  if (Array.isArray(arns)) return [arns.length > 0 ? arns.map(String) : ['*']];
  const { StackId } = input;
  return [[typeof StackId === 'string' ? `arn:aws:opsworks:${region}:${account}:stack/${StackId}/` : '*']];
}

/** Whoever hands a stack its service role, which sends commands to machines, must be allowed to. */
export const alsoNeeds: NonNullable<Service['alsoNeeds']> = (_operation, { ServiceRoleArn: role }) =>
  typeof role === 'string' && role !== '' ? [{ action: 'iam:PassRole', resource: role }] : [];

/** Finds the stacks of a call, and asks what their own permissions say. */
export async function locate({ operation, input, caller }: LocatedCall, ports: Pick<Ports, 'store'>): Promise<Located> {
  const ids = await stackIdsOf(input, ports.store);
  const stacks = await Promise.all(ids.map((id) => getStack(ports.store, id)));
  const found = stacks.filter((stack) => stack !== undefined).map(({ value }) => value);
  const located = { ...input, [stackArns]: found.map((stack) => stackArn(stack)) };
  const isWhole = found.length === ids.length;
  const verdict = await ownVerdict({ operation, caller, stackIds: isWhole ? found.map(({ id }) => id) : [] }, ports);
  return { input: located, verdict };
}

type Find = (store: Store, id: string) => Promise<string | undefined>;

const within =
  (kind: 'layer' | 'app' | 'instance'): Find =>
  async (store, id) =>
    (await findWithin(store, kind, id))?.stack.value.id;

const itself: Find = async (_store, id) => id;
const ofDeployment: Find = async (store, id) => (await getDeployment(store, id))?.value.stackId;
const ofCommand: Find = async (store, id) => (await findCommand(store, id))?.value.stackId;
const ofServiceError: Find = async (store, id) => (await findServiceError(store, id))?.value.stackId;

/** The stack of a stack's or a layer's ARN; whether the rest of it is right is the action's to say. */
const ofArn: Find = async (store, arn) => {
  const [, kind, id = ''] = /:(stack|layer)\/([\w-]+)\/?$/.exec(arn) ?? [];
  return kind === 'layer' ? within('layer')(store, id) : id || undefined;
};

/** The members of inputs that name something in a stack. */
const members: Record<string, Find> = {
  StackId: itself,
  StackIds: itself,
  SourceStackId: itself,
  AppId: within('app'),
  AppIds: within('app'),
  LayerId: within('layer'),
  LayerIds: within('layer'),
  InstanceId: within('instance'),
  InstanceIds: within('instance'),
  DeploymentId: ofDeployment,
  DeploymentIds: ofDeployment,
  CommandIds: ofCommand,
  ServiceErrorIds: ofServiceError,
  ResourceArn: ofArn,
};

/** What is looked up for one call; what comes after is judged by the rest. */
const most = 1000;

/** The stacks of all that an input names; an id that nothing is known by stands for itself, a stack that is not there. */
async function stackIdsOf(input: Input, store: Store): Promise<string[]> {
  const named = Object.entries(members).flatMap(([name, find]) => textsIn(input[name]).map((id) => ({ id, find })));
  const found = await Promise.all(named.slice(0, most).map(async ({ id, find }) => (await find(store, id)) ?? id));
  return [...new Set(found)];
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
