import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SSMClient } from '@aws-sdk/client-ssm';
import { clientOf, type Call } from '../../cli/client.ts';
import { profileIn, textOf, type Keys } from '../../local/credentials-file.ts';

const command = fileURLToPath(new URL('../../cli/quaymaster.js', import.meta.url));

/** `quaymaster start` in a process of its own. */
export interface Started {
  url: string;
  /** The link that it printed. */
  link: string;
  data: string;
  administrator: Keys;
  ssm(keys?: Keys): SSMClient;
  /** Quaymaster's own API, as the administrator. */
  call: Call;
  stop(): Promise<void>;
}

/** A folder for a server's data. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'console-'));

/** Starts a server on a folder and reads what it prints until it is ready. */
export async function startServer(data = newFolder()): Promise<Started> {
  const child = spawn(process.execPath, [command, 'start', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = await linesUntil(child, /\/console\/#link=/);
  const url = /^ready (\S+)/m.exec(printed)?.[1] ?? '';
  const link = /(http:\S+\/console\/#link=\S+)/.exec(printed)?.[1] ?? '';
  const administrator = profileIn(textOf(join(data, 'credentials')), 'default');
  if (!administrator) throw new Error('The server wrote no credentials');
  const clients: SSMClient[] = [];
  return {
    url,
    link,
    data,
    administrator,
    ssm: (credentials = administrator) => {
      const client = new SSMClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
      clients.push(client);
      return client;
    },
    call: clientOf({ url, region: 'us-east-1', keys: administrator }),
    stop: async () => {
      clients.forEach((client) => client.destroy());
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function linesUntil({ stdout }: ChildProcess, last: RegExp): Promise<string> {
  const lines: string[] = [];
  if (stdout)
    for await (const line of createInterface(stdout)) {
      lines.push(line);
      if (last.test(line)) break;
    }
  return lines.join('\n');
}
