import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataFolder, type Server, startServer } from '../../bench/server.ts';

/** Rounds of commands and kill -9, of the server and of the agent in turn; more by QUAYMASTER_AGENT_KILL_ROUNDS. */
const rounds = Number(process.env.QUAYMASTER_AGENT_KILL_ROUNDS ?? 8);
const perRound = 2;
const cli = join(import.meta.dirname, '../../cli/quaymaster.ts');

const runbook = {
  schemaVersion: '0.3',
  parameters: { Number: { type: 'String' }, File: { type: 'String' }, Node: { type: 'String' } },
  mainSteps: [
    {
      name: 'run',
      action: 'aws:runCommand',
      inputs: {
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: ['{{ Node }}'],
        Parameters: {
          commands: [
            'echo began >> {{ File }}',
            'sleep 0.{{ Number }}',
            'echo ended >> {{ File }}',
            'echo {{ Number }}',
          ],
        },
      },
    },
  ],
};

interface Execution {
  AutomationExecutionStatus: string;
  StepExecutions: { Outputs?: Record<string, string[]> }[];
}

const folder = mkdtempSync(join(tmpdir(), 'agents-'));
const data = dataFolder();
const token = join(folder, 'token');
let server: Server;
let agent: ChildProcess;

function startAgent(): void {
  const args = ['agent', '--server', server.url.origin, '--token-file', token, '--root', join(folder, 'root')];
  agent = spawn(process.execPath, [cli, ...args], { env: { PATH: process.env.PATH }, stdio: 'ignore' });
}

async function killAgent(): Promise<void> {
  const exited = once(agent, 'exit');
  agent.kill('SIGKILL');
  await exited;
}

function createNode(): string {
  const args = [cli, 'node', 'create', 'web', '--token-file', token, '--data', data.path];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: process.env.PATH } });
  return /mi-\w+/.exec(stdout)?.[0] ?? '';
}

const call = (operation: string, input: object) => server.client(4)(operation, input);

/** Starts runs; one whose answer is lost is asked for again with the same token. */
async function start(node: string, round: number): Promise<string[]> {
  const ids = Array.from({ length: perRound }, async (_, at) => {
    const File = join(folder, `run-${round}-${at}`);
    const Parameters = { Number: [String(Math.floor(Math.random() * 9))], File: [File], Node: [node] };
    const input = {
      DocumentName: 'OnNode',
      ClientToken: `00000000-0000-4000-8000-${String(round * perRound + at).padStart(12, '0')}`,
    };
    const { AutomationExecutionId } = await call('StartAutomationExecution', { ...input, Parameters });
    return String(AutomationExecutionId);
  });
  return Promise.all(ids);
}

async function ended(id: string): Promise<Execution> {
  for (;;) {
    const answer = await call('GetAutomationExecution', { AutomationExecutionId: id });
    const execution = answer.AutomationExecution as Execution;
    if (!['Pending', 'InProgress', 'Waiting'].includes(execution.AutomationExecutionStatus)) return execution;
    await sleep(200);
  }
}

const linesOf = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);

describe('kill -9 of the server and the agent in turn', () => {
  beforeAll(async () => {
    server = await startServer(data.path);
    await call('CreateDocument', { Name: 'OnNode', DocumentType: 'Automation', Content: JSON.stringify(runbook) });
  });
  afterAll(async () => {
    await killAgent();
    await server.kill('SIGTERM');
    data.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    `runs every command exactly once or reports it as interrupted, and none is stuck (${rounds} rounds)`,
    async () => {
      const node = createNode();
      startAgent();
      const runs = new Map<string, string>();
      for (let round = 0; round < rounds; round++) {
        const ids = await start(node, round);
        ids.forEach((id, at) => runs.set(id, join(folder, `run-${round}-${at}`)));
        await sleep(Math.random() * 1500);
        if (round % 2) {
          await killAgent();
          startAgent();
        } else {
          await server.kill('SIGKILL');
          server = await startServer(data.path, Number(server.url.port));
        }
      }
      const count = { once: 0, interrupted: 0 };
      for (const [id, file] of runs) {
        const { AutomationExecutionStatus: status, StepExecutions: steps } = await ended(id);
        const lines = linesOf(file);
        const output = steps[0]?.Outputs?.Output?.join() ?? '';
        if (status === 'Success') {
          expect({ id, lines }).toEqual({ id, lines: ['began', 'ended'] });
          count.once += 1;
        } else {
          expect({ id, status, output, runs: lines.filter((line) => line === 'began').length <= 1 }).toEqual({
            ...{ id, status: 'Failed', runs: true },
            output: expect.stringContaining('the machine or the process that ran it ended') as string,
          });
          count.interrupted += 1;
        }
      }
      expect(count.once + count.interrupted).toBe(rounds * perRound);
      expect(readdirSync(join(folder, 'root/.quaymaster-agent/commands'))).toEqual([]);
      console.log(
        `${rounds} rounds: ${count.once} commands ran once, ${count.interrupted} were reported as interrupted`,
      );
    },
    120_000 + rounds * 20_000,
  );
});
