import opsworks from '../../../../contracts/opsworks.json' with { type: 'json' };
import proton from '../../../../contracts/proton.json' with { type: 'json' };
import quaymaster from '../../../../contracts/quaymaster.json' with { type: 'json' };
import ssm from '../../../../contracts/ssm.json' with { type: 'json' };
import type { Contract, Shape } from '../../../../functions/api/contract.ts';
import { constraintsOf, toRegExp } from '../../../../functions/api/shapes/constraint.ts';

const contracts: Contract[] = [opsworks, proton, quaymaster, ssm];

describe('a pattern', () => {
  it.each(contracts)('of $service is a regular expression here, too', ({ shapes }) => {
    const patterns = Object.values<Shape>(shapes).flatMap(({ pattern }) => pattern ?? []);

    expect(() => patterns.map(toRegExp)).not.toThrow();
  });

  it.each([
    ['(?i)all|[0-9]{12}', 'ALL', true],
    ['(?i)all|[0-9]{12}', '12345678901', false],
    ['[a-c]', 'xbx', true],
    ['^[a-c]$', 'xbx', false],
    ['^[\\p{L}]*$', 'Größe', true],
    ['^[\\p{L}]*$', 'p{L}', false],
  ])('%s in %s: %s', (pattern, text, expected) => {
    expect(toRegExp(pattern).test(text)).toBe(expected);
  });

  it('is not searched for in a text that is far too long, because that may take quadratic time', () => {
    const constraints = constraintsOf({ type: 'string', max: 100, pattern: '^[0-9A-Za-z]+[0-9A-Za-z_\\-]*$' });
    const started = performance.now();

    const broken = constraints.filter(({ holds }) => !holds(`${'a'.repeat(1_000_000)}!`));

    expect(broken.map(({ text }) => text)).toEqual(['Member must have length less than or equal to 100']);
    expect(performance.now() - started).toBeLessThan(100);
  });

  it('is searched for in any text that has no limit', () => {
    const [constraint] = constraintsOf({ type: 'string', pattern: '^a*$' });

    expect(constraint?.holds(`${'a'.repeat(100_000)}!`)).toBe(false);
  });
});
