import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { published } from '../../cli/boot.ts';
import { callerAt } from '../../cli/client.ts';
import type { Keys } from '../../local/credentials-file.ts';
import { done, here, type Here } from './here.ts';

let at: Here;

/** Opens a link as a browser does; answers with who that is, or with the status of a refusal. */
async function opened(link: string): Promise<string | number> {
  const { origin, hash } = new URL(link.trim());
  const answer = await fetch(`${origin}/console/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: hash.replace('#link=', '') }),
  });
  if (!answer.ok) return answer.status;
  const keys = (await answer.json()) as Keys;
  return (await callerAt({ url: origin, region: 'us-east-1', keys })).name;
}

describe('quaymaster console', () => {
  beforeAll(async () => {
    at = await here();
  });
  afterAll(() => at.close());

  it('prints a link that signs in the administrator, once', async () => {
    const { code, out, err } = await at.quaymaster('console');

    expect(code).toBe(0);
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/console\/#link=[\w-]{20,}\n$/);
    expect(err).toBe('Open it on this machine within ten minutes: it signs you in once.\n');
    expect(await opened(out)).toBe('admin');
    expect(await opened(out)).toBe(403);
    expect((await at.quaymaster('console')).out).not.toBe(out);
  });

  it('signs nobody in as anybody but themselves', async () => {
    const policy = join(at.data, 'none.json');
    writeFileSync(policy, '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}');
    await at.quaymaster('principal', 'create', 'alice', '--policy', policy);

    expect(await opened((await at.quaymaster('console', '--profile', 'alice')).out)).toBe('alice');
  });

  it('makes none for who does not sign', async () => {
    const url = published(at.data)?.url;
    const answer = await fetch(`${url}/console/links`, { method: 'POST', body: '{}' });

    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('link=');
  });

  it('says what to do where no server runs, and starts none', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'console-')), 'data');

    await expect(done('console', '--data', folder)).rejects.toThrow(`no server runs with ${folder}: quaymaster start`);
  });
});
