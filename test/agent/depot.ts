import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  cancelCommand,
  type CommandRecord,
  getCommand,
  isOver,
  type NodeOrder,
  queueCommand,
} from '../../functions/nodes/command.ts';
import { nodesDoor } from '../../functions/nodes/door.ts';
import { readLog } from '../functions/nodes/node-log.ts';
import { createNode } from '../../functions/nodes/node.ts';
import { endWaits } from '../../functions/nodes/waiting.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import { randomIds } from '../../functions/ports/random-ids.ts';
import { systemClock } from '../../functions/ports/system-clock.ts';
import { Database } from '../../local/database/database.ts';
import { fileObjects } from '../../local/file-objects.ts';
import { httpEvent } from '../../local/http/http-event.ts';
import { sqliteStore } from '../../local/database/sqlite-store.ts';
import { recordingLog, type Line } from '../door.ts';

/** A server with nothing but the wire of agents, on a real port and a real file, and agents as processes of their own. */
export interface Depot {
  folder: string;
  lines: Line[];
  /** The commands whose end the rooms were told of. */
  told: CommandRecord[];
  /** Requests to these paths get no answer the next time, though they are served. */
  dropped: string[];
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Makes a node; answers with the file of its token. */
  node(id: string): Promise<string>;
  order(id: string, commands: string[], more?: Partial<NodeOrder>): Promise<CommandRecord>;
  cancel(id: string): Promise<unknown>;
  command(id: string): Promise<CommandRecord>;
  over(id: string): Promise<CommandRecord>;
  log(id: string): Promise<string | undefined>;
  agent(tokenFile: string, more?: string[], environment?: Record<string, string>): Agent;
  close(): Promise<void>;
}

/** A process of ours: `quaymaster agent`. */
export interface Agent {
  process: ChildProcess;
  output: () => string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Repeats until the answer is there; fails after half a minute. */
export async function until<Value>(
  read: () => Value | Promise<Value>,
  seconds = 30,
): Promise<Exclude<Value, false | null | undefined | 0 | ''>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (value) return value as Exclude<Value, false | null | undefined | 0 | ''>;
    if (Date.now() > end) throw new Error(`not reached: ${read.toString()}`);
    await sleep(25);
  }
}

const cli = join(import.meta.dirname, '../../cli/quaymaster.ts');

/** Opens it. */
export async function openDepot(): Promise<Depot> {
  const folder = mkdtempSync(join(tmpdir(), 'depot-'));
  const lines: Line[] = [];
  const told: CommandRecord[] = [];
  const dropped: string[] = [];
  const agents: Agent[] = [];
  let port = 0;
  let ports: Ports;
  let database: Database;
  let server: Server;

  const start = async (): Promise<void> => {
    database = new Database(join(folder, 'server.db'));
    const clock = systemClock();
    const given = {
      store: sqliteStore(database, clock),
      clock,
      ids: randomIds(),
      objects: fileObjects(join(folder, 'objects'), clock),
    };
    ports = { ...given, log: recordingLog(lines) } as Partial<Ports> as Ports;
    const tell = async (command: CommandRecord) => void told.push(command);
    const { handler } = nodesDoor({
      ports,
      results: { ssm: tell, opsworks: tell },
      manners: { longestWait: 25, pause: 1 },
    });
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void handler(httpEvent(request, Buffer.concat(chunks))).then(({ statusCode = 0, headers, body }) => {
          const at = dropped.indexOf(request.url ?? '');
          if (at >= 0) return void (dropped.splice(at, 1), request.socket.destroy());
          response.writeHead(statusCode, headers as Record<string, string>).end(body);
        });
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    endWaits();
    await sleep(50);
    await database.durable();
    database.close();
  };
  const command = async (id: string): Promise<CommandRecord> => {
    const found = await getCommand(id, ports.store);
    if (!found) throw new Error(`no command ${id}`);
    return found;
  };
  await start();
  return {
    folder,
    lines,
    told,
    dropped,
    start,
    stop,
    node: async (id) => {
      const { token } = await createNode({ id, kind: 'ssm', name: id }, ports);
      const file = join(folder, `${id}.token`);
      writeFileSync(file, token, { mode: 0o600 });
      return file;
    },
    order: (id, commands, more) =>
      queueCommand(
        {
          id,
          node: 'n1',
          owner: 'ssm',
          kind: 'script',
          payload: { shell: 'sh', commands },
          timeoutSeconds: 60,
          ...more,
        },
        ports,
      ),
    cancel: (id) => cancelCommand(id, ports),
    command,
    over: (id) =>
      until(async () => {
        const found = await command(id);
        return isOver(found) && found;
      }),
    log: (id) => readLog(id, ports),
    agent: (tokenFile, more = [], environment = {}) => {
      const args = [
        'agent',
        '--server',
        `http://127.0.0.1:${port}`,
        '--token-file',
        tokenFile,
        '--root',
        join(folder, 'root'),
        ...more,
      ];
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        SECRET_OF_AGENT: 'x',
        QUAYMASTER_AGENT_GRACE: '1000',
        ...environment,
      };
      const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const made: Agent = {
        process: child,
        output: () => output,
        kill: async (signal) => {
          const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
          child.kill(signal);
          await exited;
          return child.exitCode;
        },
      };
      agents.push(made);
      return made;
    },
    close: async () => {
      for (const agent of agents) await agent.kill('SIGKILL');
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
