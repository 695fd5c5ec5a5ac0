import { allRecords } from '../../ports/every-record.ts';
import type { Stack } from '@aws-sdk/client-opsworks';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { checkCustomJson } from '../custom-json.ts';
import { invalid, resourceNotFound } from '../errors.ts';
import { hideSource, sealed, type Secrets } from '../secrets.ts';
import { wireTime } from '../wire-time.ts';

/** What a user says about a stack, with the mask in the place of each secret. */
export type StackSettings = Omit<Stack, 'StackId' | 'Arn' | 'CreatedAt'>;

/** A stack as stored. Whoever adds, removes or moves something within it writes it too, so that of two such changes at once one is made again. */
export interface StackRecord {
  id: string;
  account: string;
  /** Its place among the stacks, see ports/order.ts. */
  order: string;
  /** Epoch milliseconds. */
  createdAt: number;
  settings: StackSettings;
  secrets: Secrets;
  tags: Record<string, string>;
}

export type StoredStack = Stored<StackRecord>;

/** All stacks of the installation: tens, hardly hundreds. */
const stacksPartition = 'opsworks-stacks';

export const stackKey = (id: string): Key => ({ partition: stacksPartition, sort: id });

/** Whether a text may be the id of something; nothing else is looked for. */
export const isId = (text: string): boolean => /^[\w-]{1,64}$/.test(text);

/** The stack of an id; undefined when there is none. */
export const getStack = async (store: Store, id: string): Promise<StoredStack | undefined> =>
  isId(id) ? store.get<StackRecord>(stackKey(id)) : undefined;

/** The same where there must be one. Throws ResourceNotFoundException. */
export async function requireStack(store: Store, id = ''): Promise<StoredStack> {
  const stack = await getStack(store, id);
  if (!stack) throw resourceNotFound('stack', id);
  return stack;
}

/** All stacks, in the order they were made. */
export async function allStacks(store: Store): Promise<StoredStack[]> {
  const all = await allRecords<StackRecord>(store, { partition: stacksPartition, limit: 1000 });
  return all.sort(byOrder);
}

/** The change that writes a stack anew, also where nothing but what is in it changes. */
export const putStack = ({ value, version }: StoredStack, changed: Partial<StackRecord> = {}): Write => ({
  put: { ...stackKey(value.id), value: { ...value, ...changed } },
  expect: version,
});

/** A record for a stack to be; the mask stands for a secret that was there `before`, in the stack it is made after. */
export async function newStack(
  settings: StackSettings,
  { account, before = {} }: { account: string; before?: Secrets },
  ports: Pick<Ports, 'ids' | 'clock' | 'secrets'>,
): Promise<StackRecord> {
  const now = ports.clock.now();
  const kept = await hidden(settings, before, ports);
  return { id: ports.ids.uuid(), account, order: nextOrder(now), createdAt: now, tags: {}, ...kept };
}

/** Settings as they are kept, apart from their secrets; the mask stands for a secret that was there `before`. */
export const hidden = (
  settings: StackSettings,
  before: Secrets,
  ports: Pick<Ports, 'secrets'>,
): Promise<Pick<StackRecord, 'settings' | 'secrets'>> =>
  sealed(
    (hiding) => {
      const source = hideSource(hiding, 'CustomCookbooksSource', settings.CustomCookbooksSource);
      return { ...settings, ...(source && { CustomCookbooksSource: source }) };
    },
    before,
    ports,
  );

/** A stack's ARN, with the slash that ends it. */
export const stackArn = ({ id, account, settings: { Region } }: StackRecord): string =>
  `arn:aws:opsworks:${Region}:${account}:stack/${id}/`;

/** A stack as it is shown. */
export const stackView = (stack: StackRecord): Stack => ({
  ...stack.settings,
  StackId: stack.id,
  Arn: stackArn(stack),
  CreatedAt: wireTime(stack.createdAt),
});

const longestName = 255;

/** Refuses what no stack can be. */
export function checkStack({ Name, Region, CustomJson }: StackSettings): void {
  if (!Name?.trim() || Name.length > longestName) throw invalid('The name of a stack has 1 to 255 characters');
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(Region ?? '')) throw invalid(`${Region} is no region`);
  checkCustomJson(CustomJson);
}

/** Of two stacks or things in stacks, which was there first. */
export const byOrder = (one: Stored<{ order: string }>, other: Stored<{ order: string }>): number =>
  one.value.order < other.value.order ? -1 : 1;
