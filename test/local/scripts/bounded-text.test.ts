import { boundedText } from '../../../local/scripts/bounded-text.ts';

describe('boundedText', () => {
  it('keeps what fits, also where a character is split between chunks', () => {
    const text = boundedText(6, '[cut]');
    for (const chunk of [[0x61, 0xf0, 0x9f], [0x98, 0x80], [0x62]]) text.add(Buffer.from(chunk));

    expect(text.text()).toBe('a😀b');
  });

  it('drops what does not fit and says so', () => {
    const text = boundedText(4, '[cut]');
    for (const chunk of ['abc', 'def', 'ghi']) text.add(Buffer.from(chunk));

    expect(text.text()).toBe('abcd[cut]');
  });
});
