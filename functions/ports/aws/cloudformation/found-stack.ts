import { AwsError, isAccessRefused } from '../../aws-api.ts';
import type { ProvisionedTarget, Provisioning } from '../../provisioner.ts';
import { allStacks, type Ask, describeStack, type Stack } from './stack.ts';

/** Says which target a stack belongs to, for the stack's whole life. */
export const ownerTag = 'quaymaster:target';

/** The stack of a target, if it has one; a `note` where nobody could look for one with another name. */
export interface Found {
  stack?: Stack;
  note?: string;
  /** Several could be it: nobody but a person can tell. */
  several?: string[];
}

/**
 * Finds a target's stack: by its name, else the one that was adopted before, else one that AWS Proton made and tagged for the same resource, whose name
 * nobody can compute. A deletion never takes one that was not adopted before.
 */
export async function findStack({ target, action }: Provisioning, ask: Ask, adopts: boolean): Promise<Found> {
  const named = await describeStack(ask, target.stackName);
  if (named) return { stack: named };
  if (!adopts) return {};
  try {
    const stacks = await allStacks(ask);
    const own = stacks.find(({ tags }) => tags[ownerTag] === target.id);
    if (own) return { stack: own };
    return action === 'delete' ? {} : foreign(stacks, target);
  } catch (error) {
    if (!(error instanceof AwsError && isAccessRefused(error.code) && error.operation === 'DescribeStacks'))
      throw error;
    return { note: 'Stacks that AWS Proton made were not looked for: the role may not describe all stacks.' };
  }
}

function foreign(stacks: Stack[], target: ProvisionedTarget): Found {
  const found = stacks.filter(isOfProton).filter(({ tags }) => tags[ownerTag] === undefined && isFor(target, tags));
  const [stack, ...others] = found;
  if (others.length > 0) return { several: found.map(({ name }) => name) };
  return stack ? { stack } : {};
}

const isOfProton = ({ name }: Stack): boolean => /^AWSProton-(?!CodeBuild-)/.test(name);

/** The tags that say what something belongs to, written as `proton:…` or `aws:proton:…`, with names or ARNs. */
function isFor(target: ProvisionedTarget, tags: Record<string, string>): boolean {
  const [environment, service, instance, component] = ['environment', 'service', 'service-instance', 'component'].map(
    (key) => (tags[`aws:proton:${key}`] ?? tags[`proton:${key}`])?.split('/').at(-1),
  );
  if (target.type === 'COMPONENT') return component !== undefined && component === target.component;
  if (component !== undefined) return false;
  if (target.type === 'ENVIRONMENT') return service === undefined && environment === target.environment;
  if (service === undefined || service !== target.service) return false;
  return target.type === 'SERVICE_INSTANCE' ? instance === target.instance : instance === undefined;
}
