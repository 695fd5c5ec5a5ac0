import { agoText, lengthText, nameOf, shortId } from '../../console/words.ts';

describe('words for people', () => {
  it('tell lengths of time in the two units that matter', () => {
    const lengths = [-5, 18, 4600, 59_000, 65_000, 3_661_000, 90_000_000, 172_800_000];

    expect(lengths.map(lengthText)).toEqual(['0ms', '18ms', '4.6s', '59s', '1m 05s', '1h 1m', '1d 1h', '2d 0h']);
  });

  it('tell how long ago something was, never more than it was', () => {
    const ages = [0, 59_000, 60_000, 3_599_000, 3_600_000, 86_400_000, 200_000_000];

    expect(ages.map((age) => agoText(1e12 - age, 1e12))).toEqual([
      'just now',
      'just now',
      '1 minute ago',
      '59 minutes ago',
      '1 hour ago',
      'yesterday',
      '2 days ago',
    ]);
  });

  it('name people by the end of their ARN, and leave other names as they are', () => {
    expect(nameOf('arn:aws:iam::1:user/team/ada')).toBe('ada');
    expect(nameOf('a/b')).toBe('a/b');
    expect(shortId('01a1fe83-b9a4-7f7d-94f8-3b8a04e85da0')).toBe('04e85da0');
  });
});
