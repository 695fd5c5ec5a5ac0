import type { Progress, Provisioned, Provisioner, Provisioning } from '../../../functions/ports/provisioner.ts';

/** One piece of work that was begun. */
export interface Stack {
  work: Provisioning;
  /** How it ended, once it did. */
  end?: Provisioned;
  /** Somebody asked it to end. */
  isCancelled?: true;
  /** Whether whoever waits for it was told of its end. */
  isTold?: true;
}

/** What deployments make outside: work that ends when the seed says so, and says so itself or is looked at. */
export interface Stacks extends Provisioner {
  begun: Map<string, Stack>;
  /** What must never be asked of them. */
  broken: string[];
  /** Whether all work ends as soon as it begins. */
  isAtOnce: boolean;
  /** Whether somebody asked that the service go. */
  isServiceRemoved: boolean;
}

export const succeeded: Provisioned = {
  state: 'Succeeded',
  outputs: [{ key: 'vpc', valueString: 'vpc-1' }],
  resources: [],
};

/** In how many seconds to look again; without it work ends only for who is told. `faultsOf` tells what is wrong with work that begins. */
export function newStacks(
  lookAfter: number | undefined,
  faultsOf: (work: Provisioning) => string[] = () => [],
): Stacks {
  const begun = new Map<string, Stack>();
  const broken: string[] = [];
  const stateOf = ({ id }: Provisioning): Progress => {
    const stack = begun.get(id);
    if (!stack) broken.push(`${id}: it was asked after, and never began`);
    return stack?.end ?? { state: 'InProgress', memo: { id }, watch: `stack#${id}`, ...(lookAfter && { lookAfter }) };
  };
  const stacks: Stacks = {
    begun,
    broken,
    isAtOnce: true,
    isServiceRemoved: false,
    start: async (work) => {
      const { id, target } = work;
      const other = [...begun.values()].find(
        (one) => !one.end && one.work.id !== id && one.work.target.id === target.id,
      );
      if (other) broken.push(`${id}: it began, and ${other.work.id} works on the same`);
      broken.push(...faultsOf(work));
      if (!begun.has(id)) begun.set(id, { work, ...(stacks.isAtOnce && { end: succeeded }) });
      return stateOf(work);
    },
    look: async (work) => stateOf(work),
    cancel: async ({ id }) => {
      const stack = begun.get(id);
      if (!stack) broken.push(`${id}: it was cancelled, and never began`);
      else if (!stack.end)
        Object.assign(stack, { isCancelled: true, end: { state: 'Cancelled', message: 'It was cancelled.' } });
    },
  };
  return stacks;
}
