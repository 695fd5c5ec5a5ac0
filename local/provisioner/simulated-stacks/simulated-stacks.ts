import { allRecords } from '../../../functions/ports/every-record.ts';
import type { Clock } from '../../../functions/ports/clock.ts';
import type { Progress, Provisioned, Provisioner, Provisioning } from '../../../functions/ports/provisioner.ts';
import type { Key, Store, Stored } from '../../../functions/ports/store.ts';
import { unlessConflict } from '../../../functions/ports/until-written.ts';
import { givenName, uuidOf } from './made-up.ts';
import { type Stack, stackOf } from './stack.ts';
import { StackRefused } from '../../../functions/ports/cloudformation-template.ts';

/** A simulated stack as it is kept. */
interface StackRecord extends Omit<Stack, 'resources'> {
  stackName: string;
  stackId: string;
  /** Of the last work that changed it. */
  deployment: string;
  /** Epoch milliseconds. */
  changed: number;
  resources: { type: string; logicalId: string; physicalId: string; name?: string }[];
}

const partitionOf = ({ account, region }: Pick<Provisioning, 'account' | 'region'>): string =>
  `simulated-stacks#${account}#${region}`;
const keyOf = (work: Provisioning): Key => ({ partition: partitionOf(work), sort: work.target.stackName });

/**
 * CloudFormation as a simulation: a template is checked, its resources are kept and its outputs resolved to stable made-up ids; nothing real is made.
 * Every message says so. What two deployments make at the same moment is not checked against each other.
 */
export function simulatedStacks({ store, clock }: { store: Store; clock: Clock }): Provisioner {
  const start = async (work: Provisioning): Promise<Progress> => {
    try {
      return await (work.action === 'delete' ? remove(work, store) : make(work, store, clock));
    } catch (error) {
      if (!(error instanceof StackRefused)) throw error;
      return { state: 'Failed', message: `Simulated CloudFormation, stack ${work.target.stackName}: ${error.message}` };
    }
  };
  // Work is over as soon as it has begun, and what began twice is the same.
  return { start, look: start, cancel: async () => undefined };
}

async function make(work: Provisioning, store: Store, clock: Clock): Promise<Provisioned> {
  const [file, ...others] = await work.files();
  if (!file || others.length > 0) throw new StackRefused('a stack is made of exactly one template');
  const key = keyOf(work);
  const before = await store.get<StackRecord>(key);
  const { stackName, id } = work.target;
  const { account, region } = work;
  const stackId = `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/${uuidOf(id)}`;
  const neighbours = (await stacks(work, store)).filter((one) => one.stackName !== stackName);
  const exported = (name: string) => neighbours.find(({ exports }) => Object.hasOwn(exports, name))?.exports[name];
  const stack = stackOf(Buffer.from(file.body).toString(), { account, region, stackName, stackId, exported });
  checkNeighbours(stack, neighbours);
  checkImports(before, stack, neighbours);
  const resources = stack.resources.map(({ type, logicalId, physicalId, properties }) => {
    const name = givenName(type, properties);
    return { type, logicalId, physicalId, ...(name !== undefined && { name }) };
  });
  const value: StackRecord = { ...stack, stackName, stackId, deployment: work.id, changed: clock.now(), resources };
  await store.write([{ put: { ...key, value }, expect: before?.version ?? 0 }]);
  return succeeded(value);
}

const succeeded = ({ stackName, stackId, outputs }: StackRecord): Provisioned => ({
  state: 'Succeeded',
  message: 'Simulated: no resource was made.',
  outputs: Object.entries(outputs).map(([key, valueString]) => ({ key, valueString })),
  resources: [{ name: stackName, identifier: stackId, provisioningEngine: 'CLOUDFORMATION' }],
});

async function remove(work: Provisioning, store: Store): Promise<Provisioned> {
  const before = await store.get<StackRecord>(keyOf(work));
  if (before) {
    const neighbours = (await stacks(work, store)).filter((one) => one.stackName !== before.value.stackName);
    checkImports(before, undefined, neighbours);
    await removed(before, store);
  }
  return { state: 'Succeeded', message: 'Simulated: no resource was removed.', outputs: [], resources: [] };
}

/** Unless another delivery of the same work was quicker. */
const removed = ({ partition, sort, version }: Stored, store: Store): Promise<void> =>
  store.write([{ remove: { partition, sort }, expect: version }]).catch(unlessConflict);

async function stacks(work: Provisioning, store: Store): Promise<StackRecord[]> {
  const all = await allRecords<StackRecord>(store, { partition: partitionOf(work) });
  return all.map(({ value }) => value);
}

/** Names and exports are an account's: no two stacks can have the same. */
function checkNeighbours(stack: Stack, neighbours: StackRecord[]): void {
  for (const { exports, resources, stackId } of neighbours) {
    const twice = Object.keys(stack.exports).find((name) => Object.hasOwn(exports, name));
    if (twice !== undefined)
      throw new StackRefused(`Export with name ${twice} is already exported by stack ${stackId}`);
    const taken = new Set(resources.filter(({ name }) => name !== undefined).map(nameKey));
    const made = stack.resources.map(({ type, properties }) => ({ type, name: givenName(type, properties) }));
    const same = made.find((one) => one.name !== undefined && mustBeAlone.has(one.type) && taken.has(nameKey(one)));
    if (same) throw new StackRefused(`${same.name} already exists in stack ${stackId}`);
  }
}

const nameKey = ({ type, name = '' }: { type: string; name?: string | undefined }): string => `${type}\n${name}`;

/** Types of which an account, or the world, can have one of a name. */
const mustBeAlone = new Set([
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  'AWS::ECS::Cluster',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
]);

/** What others import stays as it is. */
function checkImports(before: Stored<StackRecord> | undefined, stack: Stack | undefined, others: StackRecord[]): void {
  for (const [name, value] of Object.entries(before?.value.exports ?? {})) {
    const user = others.find(({ imports }) => imports.includes(name));
    if (user && stack?.exports[name] !== value)
      throw new StackRefused(
        `Export ${name} cannot be ${stack?.exports[name] === undefined ? 'deleted' : 'updated'} as it is in use by ${user.stackName}`,
      );
  }
}
