import { setImmediate as turn } from 'node:timers/promises';
import { gathered } from '../../../local/http/http-messages.ts';

describe('what is told in one turn', () => {
  it('goes in messages of eight, each as soon as it is full, and what is left when the turn is over', async () => {
    const sent: number[][] = [];
    const tell = gathered<number>((values) => sent.push(values));

    for (let value = 1; value <= 19; value++) tell(value);
    const atOnce = [...sent];
    await turn();

    expect(atOnce).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [9, 10, 11, 12, 13, 14, 15, 16],
    ]);
    expect(sent.slice(2)).toEqual([[17, 18, 19]]);
  });

  it('is no message where there is nothing left', async () => {
    const sent: number[][] = [];
    const tell = gathered<number>((values) => sent.push(values));

    for (let value = 1; value <= 8; value++) tell(value);
    await turn();

    expect(sent).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
  });
});
