import { jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { typed } from '../typed.ts';

/** Runs `quaymaster proton …` in this process. */
export async function runProton(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const told: Record<'out' | 'err', string[]> = { out: [], err: [] };
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((text: string) => void told.out.push(`${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text: string) => void told.err.push(`${text}\n`)),
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => told.out.push(String(text)) > 0),
  ];
  try {
    const code = await typed('proton', ...args);
    return { code, out: told.out.join(''), err: told.err.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A new folder with these files, by their paths. */
export function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
