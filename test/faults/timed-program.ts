import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, client } from '../../bench/client.ts';
import { type Server, startServer } from '../../bench/server.ts';
import { runbooks } from './clock-runbooks.ts';
import { type SettableClock, settableClock } from './settable-clock.ts';

/** The real program in a process of its own, whose clock can be set; its client goes by that clock. */
export interface TimedProgram {
  clock: SettableClock;
  server: Server;
  call: Call;
}

interface Step {
  StepName: string;
  StepStatus: string;
  StepExecutionId: string;
}

async function started(folder: string, clock: SettableClock): Promise<TimedProgram> {
  const server = await startServer(join(folder, 'data'), 0, clock.env);
  return { clock, server, call: client({ url: server.url, ...server.keys(), now: clock.now }, 8) };
}

/** Starts it with the runbooks; `killAndStartAt` is kill -9 and a start so many milliseconds after the true time. */
export async function timedProgram() {
  const folder = mkdtempSync(join(tmpdir(), 'timed-program-'));
  const program = await started(folder, settableClock(folder));
  for (const [Name, document] of Object.entries(runbooks)) {
    const Content = JSON.stringify(document);
    await program.call('CreateDocument', { Name, DocumentType: 'Automation', Content });
  }
  return {
    program,
    killAndStartAt: async (ahead: number): Promise<void> => {
      await program.server.kill('SIGKILL');
      program.clock.set(ahead);
      Object.assign(program, await started(folder, program.clock));
    },
    remove: async (): Promise<void> => {
      await program.server.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Starts a run; answers with its id. */
export async function start({ call }: TimedProgram, DocumentName: string, more: object = {}): Promise<string> {
  const { AutomationExecutionId: id } = await call('StartAutomationExecution', { DocumentName, ...more });
  return String(id);
}

/** What a run is by now, such as `Waiting, gate Waiting, child Pending`; no step of it is there twice. */
export async function told({ call }: TimedProgram, AutomationExecutionId: string): Promise<string> {
  const { AutomationExecution } = await call('GetAutomationExecution', { AutomationExecutionId });
  const { AutomationExecutionStatus: status, StepExecutions: steps } = AutomationExecution as {
    AutomationExecutionStatus: string;
    StepExecutions: Step[];
  };
  expect(new Set(steps.map((step) => step.StepExecutionId)).size).toBe(steps.length);
  return [status, ...steps.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`)].join(', ');
}

/** Expects what a run is within ten seconds. */
export async function expectSoon(program: TimedProgram, id: string, wanted: string): Promise<void> {
  const end = performance.now() + 10_000;
  while (performance.now() < end && (await told(program, id)) !== wanted) await sleep(50);
  expect(await told(program, id)).toBe(wanted);
}

/** All runs as the listing has them, from page to page. */
export async function listed({ call }: TimedProgram, filter: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let token: unknown; ;) {
    const input = { MaxResults: 2, ...filter, ...(token ? { NextToken: token } : {}) };
    const { AutomationExecutionMetadataList: rows, NextToken } = await call('DescribeAutomationExecutions', input);
    ids.push(...(rows as { AutomationExecutionId: string }[]).map((row) => row.AutomationExecutionId));
    token = NextToken;
    if (!token) return ids;
  }
}

/** The runs of one document. */
export const ofDocument = (name: string) => ({ Filters: [{ Key: 'DocumentNamePrefix', Values: [name] }] });
