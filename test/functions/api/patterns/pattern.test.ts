import { jest } from '@jest/globals';
import fc from 'fast-check';
import {
  checkPattern,
  InvalidPattern,
  matchesPattern,
  PatternTimeout,
} from '../../../../functions/api/patterns/pattern.ts';

describe('matchesPattern', () => {
  it.each([
    ['[a-c]+', 'abc', true],
    ['[a-c]+', 'zzzazz', false],
    ['^[a-zA-Z0-9]+$', 'Abc1', true],
    ['^[a-zA-Z0-9]+$', 'Abc1\n', false],
    ['a|bc', 'bc', true],
    ['a|bc', 'ac', false],
    ['^$|^[a-z]{1,256}$', '', true],
    ['^arn:aws(-cn|-us-gov)?:iam::\\d{12}:role\\/[\\w+=,.@_\\/-]+|^$', '', true],
    ['^arn:aws(-cn|-us-gov)?:iam::\\d{12}:role\\/[\\w+=,.@_\\/-]+|^$', 'arn:aws:iam::123456789012:role/x', true],
    ['^arn:aws(-cn|-us-gov)?:iam::\\d{12}:role\\/[\\w+=,.@_\\/-]+|^$', 'arn:aws:iam::12:role/x', false],
    ['(?=^.{3,63}$)(?!^(\\d+\\.)+\\d+$)(^([a-z0-9-]*)$)', 'my-bucket', true],
    ['(?=^.{3,63}$)(?!^(\\d+\\.)+\\d+$)(^([a-z0-9.-]*)$)', '10.0.0.1', false],
    ['^(?!.*--)[a-z][a-z0-9-]{0,62}(?<!-)$', 'ab-c', true],
    ['^(?!.*--)[a-z][a-z0-9-]{0,62}(?<!-)$', 'ab-', false],
    ['^key/(?i:[0-9a-f]{4}-[0-9a-f]{4})$', 'key/12AB-cdef', true],
    ['^key/(?i:[0-9a-f]{4}-[0-9a-f]{4})$', 'KEY/12AB-cdef', false],
    ['(?i)web|db', 'DB', true],
    ['(?is)a.b', 'A\nB', true],
    ['a++b', 'aab', true],
    ['[+*]++', '+*+', true],
    ['\\++', '++', true],
    ['(?>a|b)*+c', 'abc', true],
    ['\\Aa\\.b\\z', 'a.b', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\Qa.b\\E+', 'axb', false],
    ['\\p{Alpha}+\\p{Digit}{2}', 'abc12', true],
    ['\\p{Alpha}+', 'abc1', false],
    ['[\\p{Upper}_]+', 'A_B', true],
    ['\\P{Alpha}+', '123', true],
    ['\\P{Alpha}+', '12a', false],
    ['\\p{L}+', 'é', true],
    ['\\p{L}+', '1', false],
    ['[[a-z]&&[^b]]+', 'ac', true],
    ['[[a-z]&&[^b]]+', 'ab', false],
    ['([0-9a-f]{4}-){3}x', '0000-1111-2222-x', true],
    ['(a)(b)?\\1', 'aba', true],
    ['.*', 'a\nb', false],
  ])('%s with %j is %j', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it.each([
    ['(a+)+', 'a'.repeat(40)],
    ['(a|aa)*', 'a'.repeat(80)],
    ['(?:a|a)*', 'a'.repeat(60)],
    ['(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x', 'a'.repeat(200)],
    ['a?'.repeat(40) + 'a'.repeat(40), 'a'.repeat(60)],
    ['(x+x+)+y', 'x'.repeat(30_000)],
    ['(?=(a+)+$)a*', 'a'.repeat(40)],
  ])('gives up in time on %s', (pattern, text) => {
    const start = performance.now();

    expect(() => matchesPattern(pattern, `${text}!`)).toThrow(PatternTimeout);

    expect(performance.now() - start).toBeLessThan(2000);
    expect(matchesPattern('[a-z]+', 'still')).toBe(true);
  });

  it('does not count the time in which the machine did something else', () => {
    matchesPattern('(a+)+b', '');
    // Microseconds of the processor: at the start, after a try that hardly ran, after one that did.
    const used = jest.spyOn(process, 'threadCpuUsage');
    for (const user of [0, 1_000, 100_000]) used.mockReturnValueOnce({ user, system: 0 });

    expect(() => matchesPattern('(a+)+b', 'a'.repeat(50))).toThrow(PatternTimeout);

    expect(used).toHaveBeenCalledTimes(3);
    used.mockRestore();
  });

  it('tells the same with and without the time limit', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '.', '[ab]', 'a*', 'b+', '(a|b)?', 'a{1,2}', '|'), {
      maxLength: 6,
    });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

    fc.assert(
      fc.property(pattern, text, (parts, value) => {
        // A repeated group is never quick.
        expect(matchesPattern(`(?:${parts.join('')}){1}`, value)).toBe(matchesPattern(parts.join(''), value));
      }),
    );
  });
});

describe('checkPattern', () => {
  it.each([
    '(',
    '[a',
    'a{2,1}',
    '(?x)a b',
    '\\p{IsNoSuchScript}',
    '*',
    '[a-z&&[^b]]',
    'a'.repeat(4097),
    '(?:|a|b|){40}(?!)',
  ])('refuses %s', (pattern) => {
    expect(() => checkPattern(pattern)).toThrow(InvalidPattern);
  });

  it('takes a pattern that could run for long', () => {
    expect(() => checkPattern('(a+)+')).not.toThrow();
  });

  it('takes or refuses any text', () => {
    const part = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '\\',
      'Q',
      'E',
      '?',
      '*',
      '+',
      '{',
      '}',
      '1',
      'p',
      'P',
      '{Alpha}',
      '(?i)',
      '&&',
      '^',
      '|',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        try {
          checkPattern(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPattern);
        }
      }),
    );
  });
});
