import { jest } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot, published } from '../../cli/boot.ts';
import { type Call, clientOf } from '../../cli/client.ts';
import { profileIn, textOf } from '../../local/credentials-file.ts';
import { typed } from './typed.ts';

/** What a command printed, and its exit code. */
export interface Done {
  code: number;
  out: string;
  err: string;
}

/** Runs a command in this process; nothing of it reaches the test's own output. */
export async function done(...words: string[]): Promise<Done> {
  const told: Record<'out' | 'err', string[]> = { out: [], err: [] };
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((text: string) => void told.out.push(`${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text: string) => void told.err.push(`${text}\n`)),
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => told.out.push(String(text)) > 0),
  ];
  try {
    const code = await typed(...words);
    return { code, out: told.out.join(''), err: told.err.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A server in this process, and the command line that means it. */
export interface Here {
  data: string;
  quaymaster: (...words: string[]) => Promise<Done>;
  call: Call;
  close: () => Promise<void>;
}

/** Starts a server in a folder of its own. */
export async function here(): Promise<Here> {
  for (const name of Object.keys(process.env)) if (/^(AWS|OS|QUAYMASTER)_/.test(name)) delete process.env[name];
  const data = mkdtempSync(join(tmpdir(), 'here-'));
  const options = { data, host: '127.0.0.1', port: 0, region: 'us-east-1', logLevel: 'error' } as const;
  const { server, folder } = await boot(options);
  const keys = profileIn(textOf(folder.credentials), 'default');
  const at = published(data);
  if (!keys || !at) throw new Error('the server told nobody where it is');
  return {
    data,
    quaymaster: (...words) => done(...words, '--data', data),
    call: clientOf({ ...at, keys }),
    close: () => server.close(),
  };
}
