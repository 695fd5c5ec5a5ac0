import { githubToken } from '../../../../functions/ports/aws/github-token.ts';
import { fakeClock } from '../../../clock.ts';

describe('the token for GitHub', () => {
  it('is read from its secret once in five minutes', async () => {
    const clock = fakeClock();
    const asked: object[] = [];
    const aws = {
      call: async (call: object) => {
        asked.push(call);
        return { SecretString: ` t${asked.length}\n` };
      },
    };
    const token = githubToken({ aws, clock }, 'arn:aws:secretsmanager:::s');

    expect([await token(), await token()]).toEqual(['t1', 't1']);
    clock.advance(5 * 60_000);
    expect(await token()).toBe('t2');
    expect(asked[0]).toMatchObject({ operation: 'GetSecretValue', input: { SecretId: 'arn:aws:secretsmanager:::s' } });
  });

  it('is none without a secret', async () => {
    const aws = { call: () => Promise.reject(new Error('asked')) };

    expect(await githubToken({ aws, clock: fakeClock() }, '')()).toBeUndefined();
  });
});
