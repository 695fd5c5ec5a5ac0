import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonFinder } from '../../../local/scripts/interpreter.ts';

describe('pythonFinder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interpreter-'));
  const command = join(folder, 'python3');
  const answer = (text: string): void => {
    writeFileSync(command, `#!/bin/sh\n${text}\n`);
    chmodSync(command, 0o755);
  };

  beforeEach(() => rmSync(command, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives the path and version the interpreter tells of itself, and asks once', async () => {
    const find = pythonFinder(command);
    answer('echo /real/python3; echo 3.11.2');
    await find();
    answer('exit 1');

    expect(await find()).toEqual({ executable: '/real/python3', version: '3.11.2' });
  });

  it('looks again after it found none', async () => {
    const find = pythonFinder(command);
    expect(await find()).toBeUndefined();
    answer('exit 1');
    expect(await find()).toBeUndefined();
    answer('echo /real/python3; echo 3.12.0');

    expect(await find()).toEqual({ executable: '/real/python3', version: '3.12.0' });
  });
});
