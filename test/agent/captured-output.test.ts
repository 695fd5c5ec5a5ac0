import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CapturedOutput, masking } from '../../agent/captured-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'output-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function capture(secrets: string[], ...chunks: (string | Buffer)[]) {
  const file = join(folder, `log-${count++}`);
  const output = new CapturedOutput(file, secrets);
  for (const chunk of chunks) output.take('stdout', Buffer.from(chunk));
  return { ...output.end(), log: readFileSync(file, 'utf8') };
}

describe('CapturedOutput', () => {
  it('masks a secret that comes in pieces', () => {
    expect(capture(['hunter22'], 'a hun', 'ter', '22 b\nrest')).toEqual({
      stdout: 'a ***** b\nrest',
      stderr: '',
      log: 'a ***** b\nrest',
    });
  });

  it('keeps characters whole that come in pieces', () => {
    const bytes = Buffer.from('ä€😀\n');

    expect(capture([], ...Array.from(bytes, (byte) => Buffer.from([byte]))).log).toBe('ä€😀\n');
  });

  it('passes on a line without an end in parts', () => {
    expect(capture([], 'x'.repeat(100_000), 'y').stdout).toHaveLength(24_000);
  });
});

describe('masking', () => {
  it('hides every line of a key, the longer secret first, and leaves short words alone', () => {
    const mask = masking(['-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----', 'pass', 'password1', 'no', '']);

    expect(mask('abcdefgh password1 pass no -----END KEY-----')).toBe('***** ***** ***** no *****');
  });
});
