import { WriteConflict } from '../../../functions/ports/store.ts';
import { contract } from '../../../functions/proton/contract.ts';
import { proton } from '../../../functions/proton/index.ts';
import { conflictsOf, quotas, unreachable } from './error-inputs.ts';
import { absent, missing, names, openRoom, type Room, works } from './operation-inputs.ts';

const operations = Object.keys(contract.operations);
const listed = operations.flatMap((operation) =>
  (contract.operations[operation]?.errors ?? []).map((error) => [operation, error] as const),
);

/** How an error comes about; `input` works. */
type Provoke = (room: Room, operation: string, input: object) => Promise<unknown>;

const inputOf = async (room: Room, operation: string): Promise<object> => ({ ...(await works[operation]?.(room)) });

/** Without its first required member; with no page where nothing is required. */
const wrong = (operation: string, input: object): object => {
  const { required = [], members = {} } = contract.shapes[contract.operations[operation]?.input ?? ''] ?? {};
  const [first] = required;
  if (first !== undefined) return { ...input, [first]: undefined };
  return 'maxResults' in members ? { ...input, maxResults: 0 } : { ...input, pipelineServiceRoleArn: 'no role' };
};

/** A store whose part of Proton does not work. */
function broken(room: Room, calls: ('get' | 'list' | 'write')[], error: Error): void {
  const { store } = room.ports;
  for (const call of calls) {
    const whole = store[call].bind(store) as (of: unknown, ...more: unknown[]) => Promise<never>;
    const isOurs = (of: unknown) => JSON.stringify(of).includes('"proton#');
    Object.assign(store, {
      [call]: (of: unknown, ...more: unknown[]) => (isOurs(of) ? Promise.reject(error) : whole(of, ...more)),
    });
  }
}

/** Errors that every operation may answer with, in an order in which none stands in the way of the next. */
const common: Record<string, Provoke> = {
  AccessDeniedException: async (room, operation, input) => {
    const Statement = { Effect: 'Allow', Action: 'ssm:*', Resource: '*' };
    const stranger = room.as(await room.principal('stranger', { Version: '2012-10-17', Statement }));
    return room.call(operation, input, stranger);
  },
  ValidationException: async (room, operation, input) => room.call(operation, wrong(operation, input)),
  ThrottlingException: async (room, operation, input) => {
    broken(room, ['write'], new WriteConflict());
    return room.call(operation, input);
  },
  InternalServerException: async (room, operation, input) => {
    broken(room, ['get', 'list', 'write'], new Error('the disk is gone'));
    return room.call(operation, input);
  },
};

/** Errors that come of what there is, and what is not. */
const own: Record<string, Provoke> = {
  ResourceNotFoundException: async (room, operation, input) => {
    const others = names.filter((name) => name in input).map((name) => [name, name === 'id' ? absent : 'none']);
    return room.call(operation, { ...input, ...(missing[operation] ?? Object.fromEntries(others)) });
  },
  ConflictException: async (room, operation) => room.call(operation, await conflictsOf(operation, room)),
  ServiceQuotaExceededException: async (room, operation) =>
    room.call(operation, { ...(await quotas[operation]?.(room)) }),
};

describe('every error that an operation lists', () => {
  it('is of the 87 operations that are here', () => {
    expect(operations).toHaveLength(87);
    expect(operations.filter((one) => !Object.hasOwn(proton.actions, one))).toEqual([]);
    expect(operations.filter((one) => !Object.hasOwn(works, one))).toEqual([]);
  });

  const isUnreachable = (operation: string, error: string) =>
    unreachable.some(
      ([of, name]) => name === error && (of === operation || (of instanceof RegExp && of.test(operation))),
    );
  const reachable = listed.filter(([operation, error]) => !isUnreachable(operation, error));

  const commonOf = (operation: string) =>
    Object.keys(common).filter((error) => reachable.some(([of, name]) => of === operation && name === error));
  const refused = (error: string) => ({
    name: error,
    $metadata: { httpStatusCode: error === 'InternalServerException' ? 500 : 400 },
  });

  it('is listed where it is said that nothing leads to it', () => {
    const isListed = (of: string | RegExp, name: string) =>
      listed.some(([one, error]) => error === name && (one === of || (of instanceof RegExp && of.test(one))));
    expect(unreachable.filter(([of, name]) => !isListed(of, name))).toEqual([]);
  });

  it('is provoked here', () => {
    const known = [...Object.keys(common), ...Object.keys(own)];
    expect(reachable.filter(([, error]) => !known.includes(error))).toEqual([]);
  });

  it.each(operations.map((operation) => [operation, commonOf(operation)] as const))(
    '%s answers with %j',
    async (operation, errors) => {
      const room = await openRoom();
      const input = await inputOf(room, operation);

      for (const error of errors)
        await expect(common[error]?.(room, operation, input)).rejects.toMatchObject(refused(error));
    },
  );

  it.each(reachable.filter(([, error]) => Object.hasOwn(own, error)))(
    '%s answers with %s',
    async (operation, error) => {
      const room = await openRoom();
      const input = error === 'ResourceNotFoundException' ? await inputOf(room, operation) : {};

      await expect(own[error]?.(room, operation, input)).rejects.toMatchObject(refused(error));
    },
  );
});
