import { type Kind, openStuck, type Trouble } from './stuck-room.ts';

const kinds: Kind[] = ['environment', 'service instance', 'service pipeline', 'component'];
type Phase = 'creation' | 'update' | 'deletion';
type Operation = 'update' | 'cancel' | 'delete';
const operations: Operation[] = ['update', 'cancel', 'delete'];

/** What becomes of something that is stuck, after an operation and two days: `Conflict` where the operation was refused. */
type Ends = Record<Operation, string>;

const byRoles: [Phase, Trouble, Ends][] = [
  ['creation', 'fails', { update: 'FAILED', cancel: 'Conflict, FAILED', delete: 'DELETE_FAILED' }],
  ['creation', 'is refused', { update: 'FAILED', cancel: 'Conflict, FAILED', delete: 'gone' }],
  ['creation', 'never ends', { update: 'Conflict, FAILED', cancel: 'Conflict, FAILED', delete: 'Conflict, FAILED' }],
  ['creation', 'throws', { update: 'Conflict, FAILED', cancel: 'Conflict, FAILED', delete: 'Conflict, FAILED' }],
  ['update', 'fails', { update: 'FAILED', cancel: 'Conflict, FAILED', delete: 'DELETE_FAILED' }],
  ['update', 'is refused', { update: 'FAILED', cancel: 'Conflict, FAILED', delete: 'DELETE_FAILED' }],
  ['update', 'never ends', { update: 'Conflict, FAILED', cancel: 'FAILED', delete: 'Conflict, FAILED' }],
  ['update', 'throws', { update: 'Conflict, FAILED', cancel: 'FAILED', delete: 'Conflict, FAILED' }],
  [
    'deletion',
    'fails',
    { update: 'Conflict, DELETE_FAILED', cancel: 'Conflict, DELETE_FAILED', delete: 'DELETE_FAILED' },
  ],
  [
    'deletion',
    'is refused',
    { update: 'Conflict, DELETE_FAILED', cancel: 'Conflict, DELETE_FAILED', delete: 'DELETE_FAILED' },
  ],
  [
    'deletion',
    'never ends',
    { update: 'Conflict, DELETE_FAILED', cancel: 'Conflict, DELETE_FAILED', delete: 'DELETE_FAILED' },
  ],
  [
    'deletion',
    'throws',
    { update: 'Conflict, DELETE_FAILED', cancel: 'Conflict, DELETE_FAILED', delete: 'DELETE_FAILED' },
  ],
];
const byPullRequest: [Phase, Trouble, Ends][] = [
  [
    'creation',
    'is never applied',
    { update: 'Conflict, IN_PROGRESS', cancel: 'Conflict, IN_PROGRESS', delete: 'gone' },
  ],
  ['creation', 'is closed', { update: 'Conflict, CANCELLED', cancel: 'Conflict, CANCELLED', delete: 'gone' }],
  ['creation', 'is merged', { update: 'Conflict, IN_PROGRESS', cancel: 'Conflict, IN_PROGRESS', delete: 'gone' }],
  ['creation', 'loses its repository', { update: 'FAILED', cancel: 'Conflict, FAILED', delete: 'gone' }],
  [
    'creation',
    'cannot be reached',
    { update: 'Conflict, FAILED', cancel: 'Conflict, FAILED', delete: 'DELETE_FAILED' },
  ],
  [
    'update',
    'is never applied',
    { update: 'Conflict, IN_PROGRESS', cancel: 'CANCELLED', delete: 'Conflict, IN_PROGRESS' },
  ],
  ['update', 'is closed', { update: 'Conflict, CANCELLED', cancel: 'CANCELLED', delete: 'Conflict, CANCELLED' }],
  ['update', 'is merged', { update: 'Conflict, IN_PROGRESS', cancel: 'FAILED', delete: 'Conflict, IN_PROGRESS' }],
  ['update', 'loses its repository', { update: 'FAILED', cancel: 'Conflict, FAILED', delete: 'DELETE_FAILED' }],
  ['update', 'cannot be reached', { update: 'Conflict, FAILED', cancel: 'FAILED', delete: 'Conflict, FAILED' }],
  [
    'deletion',
    'loses its repository',
    { update: 'Conflict, DELETE_FAILED', cancel: 'Conflict, DELETE_FAILED', delete: 'gone' },
  ],
  [
    'deletion',
    'cannot be reached',
    { update: 'Conflict, DELETE_FAILED', cancel: 'Conflict, DELETE_FAILED', delete: 'DELETE_FAILED' },
  ],
];

type Room = Awaited<ReturnType<typeof openStuck>>;

const nameOf = (phase: Phase, trouble: Trouble, operation: Operation) =>
  `${phase}-${trouble.replaceAll(' ', '_')}-${operation}`;

async function statusOf({ operations: { get } }: Room, name: string): Promise<string> {
  return get(name).then(
    (shown) => shown?.deploymentStatus ?? 'gone',
    (error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      return 'gone';
    },
  );
}

/** Whether it was done; ConflictException is the only way to be refused. */
const isDone = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    (error: Error) => {
      if (error.name !== 'ConflictException') throw error;
      return false;
    },
  );

/** Two days, in which whatever is tried again and again is given up. */
async function pass({ clock, settled }: Room): Promise<void> {
  await settled();
  for (const hours of [1, 1, 1, 1, 1, 1, 1, 1, 25, 1, 25, 1]) {
    clock.advance(hours * 3_600_000);
    await settled();
  }
}

/** Makes everything of a table, and lets it get stuck. */
async function stuck(room: Room, table: [Phase, Trouble, Ends][], isToBeTold: boolean): Promise<void> {
  const { troubles, operations: of, settled, notify } = room;
  for (const [phase, trouble] of table)
    for (const operation of operations) {
      const name = nameOf(phase, trouble, operation);
      if (phase === 'creation') troubles.set(name, trouble);
      await of.create(name);
      await settled();
      if (phase === 'creation') continue;
      if (isToBeTold) await notify((await of.get(name))?.arn ?? '');
      troubles.set(name, trouble);
      await (phase === 'update' ? of.update(name) : of.remove(name));
      await settled();
    }
}

async function endsOf(room: Room, table: [Phase, Trouble, Ends][]): Promise<[Phase, Trouble, Ends][]> {
  const { operations: of } = room;
  const refused = new Set<string>();
  for (const [phase, trouble] of table)
    for (const operation of operations) {
      const name = nameOf(phase, trouble, operation);
      if (!(await isDone(of[operation === 'delete' ? 'remove' : operation](name)))) refused.add(name);
    }
  await pass(room);
  const end = async (name: string) => `${refused.has(name) ? 'Conflict, ' : ''}${await statusOf(room, name)}`;
  return Promise.all(
    table.map(async ([phase, trouble]) => {
      const [update = '', cancel = '', remove = ''] = await Promise.all(
        operations.map((operation) => end(nameOf(phase, trouble, operation))),
      );
      return [phase, trouble, { update, cancel, delete: remove }];
    }),
  );
}

/** Deletes all of it as a person would, who cancels what cannot be deleted, and tries twice; answers with what stays. */
async function leftOf(room: Room, table: [Phase, Trouble, Ends][]): Promise<string[]> {
  const names = table.flatMap(([phase, trouble]) => operations.map((operation) => nameOf(phase, trouble, operation)));
  for (let attempt = 0; attempt < 3; attempt++) {
    for (const name of names)
      if ((await statusOf(room, name)) !== 'gone' && !(await isDone(room.operations.remove(name))))
        await isDone(room.operations.cancel(name));
    await pass(room);
  }
  const statuses = await Promise.all(names.map(async (name) => `${name} ${await statusOf(room, name)}`));
  return statuses.filter((one) => !one.endsWith(' gone'));
}

describe.each(kinds)('a deployment that is stuck of a %s', (kind) => {
  it('by roles ends, and lets its resource be deleted once the trouble is over', async () => {
    const room = await openStuck(kind, false);
    await stuck(room, byRoles, false);

    expect(await endsOf(room, byRoles)).toEqual(byRoles);

    room.troubles.clear();
    expect(await leftOf(room, byRoles)).toEqual([]);
  }, 60_000);

  it('by pull request ends or waits, and lets its resource be deleted in any case', async () => {
    const room = await openStuck(kind, true);
    await stuck(room, byPullRequest, true);

    expect(await endsOf(room, byPullRequest)).toEqual(byPullRequest);
    expect(await leftOf(room, byPullRequest)).toEqual([]);
  }, 60_000);
});
