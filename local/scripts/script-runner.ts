import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AwsApi } from '../../functions/ports/aws-api.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { Log } from '../../functions/ports/log.ts';
import type { Objects } from '../../functions/ports/objects.ts';
import type { ScriptJob, ScriptResult } from '../../functions/ports/scripts.ts';
import { languageOf } from '../../functions/scripts/limits.ts';
import { roleEnvironment } from '../../functions/scripts/role-environment.ts';
import { lateResult, notRun, readChannel, scriptResult, type Ending } from '../../functions/scripts/script-result.ts';
import type { FindInterpreter, Interpreter } from './interpreter.ts';
import { writeAttachment } from './script-attachment.ts';
import { lendFolder, makeScriptsFolder } from './script-folder.ts';
import { scriptStarter, type ScriptProcess } from './script-process.ts';

/** One run of a job; `kill` ends it at once, and `result` then tells of whatever had happened. */
export interface Running {
  result: Promise<ScriptResult>;
  kill(): void;
}

interface RunnerOptions {
  aws?: AwsApi | undefined;
  objects: Pick<Objects, 'get'>;
  clock: Clock;
  log: Log;
  folder: string;
  hidden: string[];
  namespaces: boolean;
  python: FindInterpreter;
  powershell: FindInterpreter;
}

/** Runs jobs, each in a fresh folder of its own below `folder`, which is gone afterwards. */
export function scriptRunner(options: RunnerOptions): (job: ScriptJob) => Running {
  const start = scriptStarter(options.clock);
  const tellOnce = once(options.log);
  const hidden = [options.folder, ...options.hidden].map((path) => resolve(path));

  return (job) => {
    let script: ScriptProcess | undefined;
    let isKilled = false;
    const inFolder = async ({ python, pwsh }: Tools, work: string): Promise<ScriptResult> => {
      if (job.attachment) await writeAttachment(job.attachment, options.objects, work);
      const user = await lendFolder(work);
      const environment = await roleEnvironment(job, options.aws);
      script = start(python, job, { work, user, pwsh, hidden, namespaces: options.namespaces, environment });
      if (isKilled) script.kill();
      const { ending, isLate } = await withTimeLimit(script, job, options.clock);
      tellIsolation(tellOnce, ending);
      return isLate ? lateResult(job, ending.log) : scriptResult(ending);
    };
    const run = async (): Promise<ScriptResult> => {
      const tools = await toolsFor(job.runtime, options);
      if (typeof tools === 'string') return notRun(tools);
      tellOnce('info', `${job.runtime} scripts run with ${tools.named}`);
      return withFolder(options, (work) => inFolder(tools, work));
    };
    const kill = (): void => {
      isKilled = true;
      script?.kill();
    };
    return {
      result: run().catch((error: unknown) => notRun(`The script could not be started: ${String(error)}`)),
      kill,
    };
  };
}

/** What runs a script: every one is kept by Python, one of PowerShell runs in pwsh. */
interface Tools {
  python: Interpreter;
  pwsh: string | undefined;
  /** For the log. */
  named: string;
}

/** The tools, or why there are none. */
async function toolsFor(runtime: string, options: RunnerOptions): Promise<Tools | string> {
  const language = languageOf(runtime);
  if (!language) return `The runtime ${runtime} is not supported`;
  if (process.platform === 'win32') return 'Scripts do not run on Windows';
  const missing = (program: string) => `${program} was not found on this machine; the runtime ${runtime} needs it`;
  const python = await options.python();
  if (!python) return missing('python3');
  const named = ({ executable, version }: Interpreter) => `${version} (${executable})`;
  if (language === 'Python') return { python, pwsh: undefined, named: `Python ${named(python)}` };
  const powershell = await options.powershell();
  if (!powershell) return missing('pwsh');
  return { python, pwsh: powershell.executable, named: `PowerShell ${named(powershell)}` };
}

async function withFolder(options: RunnerOptions, run: (work: string) => Promise<ScriptResult>): Promise<ScriptResult> {
  const folder = resolve(options.folder);
  await makeScriptsFolder(folder);
  const work = await mkdtemp(join(folder, 'script-'));
  try {
    return await run(work);
  } finally {
    await rm(work, { recursive: true, force: true }).catch((error: unknown) => {
      options.log.warn('a script left a folder that cannot be removed', { work, error: String(error) });
    });
  }
}

async function withTimeLimit(script: ScriptProcess, job: ScriptJob, clock: Clock) {
  let isLate = false;
  const cancel = clock.after(job.timeoutSeconds * 1000, () => {
    isLate = true;
    script.kill();
  });
  try {
    return { ending: await script.ended, isLate };
  } finally {
    cancel();
  }
}

const noNamespaces =
  'this machine gives scripts no namespaces of their own: they can read what the user of this server can read';
const noUser =
  'this server is root without the power to become others: its scripts run as root, and as many as they like';

function tellIsolation(tellOnce: Tell, { channel }: Ending): void {
  const { hidden, root } = readChannel(channel).end ?? {};
  if (hidden === false) tellOnce('warn', noNamespaces);
  if (root) tellOnce('warn', noUser);
}

type Tell = (level: 'info' | 'warn', message: string) => void;

function once(log: Log): Tell {
  const told = new Set<string>();
  return (level, message) => {
    if (!told.has(message)) log[level](message);
    told.add(message);
  };
}
