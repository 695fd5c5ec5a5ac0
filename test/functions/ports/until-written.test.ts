import { WriteConflict } from '../../../functions/ports/store.ts';
import { isWritten, untilWritten } from '../../../functions/ports/until-written.ts';

const lost = () => Promise.reject(new WriteConflict('The record a/b is not at version 1'));
const broken = () => Promise.reject(new Error('The disk is full'));

describe('a write that may lose a race', () => {
  it('tells whether it did, and no more than that', async () => {
    expect(await isWritten({ write: async () => {} }, [])).toBe(true);
    expect(await isWritten({ write: lost }, [])).toBe(false);
    await expect(isWritten({ write: broken }, [])).rejects.toThrow('The disk is full');
  });

  it('is done again with the work around it until it wins', async () => {
    let tries = 0;
    const work = () => (++tries < 3 ? lost() : Promise.resolve(undefined));

    await untilWritten(work);

    expect(tries).toBe(3);
    await expect(untilWritten(broken)).rejects.toThrow('The disk is full');
  });
});
