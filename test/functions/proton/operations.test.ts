import { contract } from '../../../functions/proton/contract.ts';
import { proton } from '../../../functions/proton/index.ts';
import { absent, conflicts, missing, names, openRoom, works } from './operation-inputs.ts';

const operations = Object.keys(proton.actions);
const listing = (error: string) => operations.filter((one) => contract.operations[one]?.errors?.includes(error));

describe('every operation', () => {
  it('is tried here', () => {
    expect(Object.keys(works).sort()).toEqual([...operations].sort());
  });

  it.each(Object.entries(works))('%s works', async (operation, input) => {
    const room = await openRoom();
    const given = await input(room);

    await expect(room.call(operation, given)).resolves.toBeDefined();

    await room.settled();
    expect(room.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  const absenceIsFine = (operation: string) => /^Delete/.test(operation);
  const named = operations.filter((one) => absenceIsFine(one) || listing('ResourceNotFoundException').includes(one));

  it.each(named.filter((one) => missing[one] !== null))(
    '%s is told of something that is not there',
    async (operation) => {
      const room = await openRoom();
      const given = { ...(await works[operation]?.(room)) };
      const others = names.filter((name) => name in given).map((name) => [name, name === 'id' ? absent : 'none']);
      const input = { ...given, ...(missing[operation] ?? Object.fromEntries(others)) };

      const answer = room.call(operation, input).then(
        (output) => Object.keys(output),
        (error: Error) => error.name,
      );

      expect(await answer).toEqual(absenceIsFine(operation) ? ['$metadata'] : 'ResourceNotFoundException');
    },
  );

  it.each(Object.entries(conflicts))('%s says what stands in its way', async (operation, input) => {
    expect(listing('ConflictException')).toContain(operation);
    const room = await openRoom();
    const given = await input(room);

    await expect(room.call(operation, given)).rejects.toMatchObject({ name: 'ConflictException' });
  });
});
