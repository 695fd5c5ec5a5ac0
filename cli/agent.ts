import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { writeWhole } from '../agent/command-folder.ts';
import { FolderTaken } from '../agent/journal.ts';
import { runAgent } from '../agent/run-agent.ts';
import { published } from './boot.ts';
import { inWords } from './client.ts';
import { type Arguments, type Body, CommandFailure, readText, textOption, UsageError } from './command.ts';
import { fileFailure } from './failure.ts';
import { jsonText } from './harmless.ts';
import { instanceToken } from './register-instance.ts';
import { exitCodeOf, onSignals } from './signals.ts';
import manifest from '../package.json' with { type: 'json' };

/** quaymaster agent: runs commands on this machine. */
export const agent: Body = async (given) => {
  const plan = agentPlan(given);
  const leave = new AbortController();
  const off = onSignals({ first: () => leave.abort(), second: (signal) => process.exit(exitCodeOf(signal)) });
  try {
    await ensureToken(given, plan, leave.signal);
    if (leave.signal.aborted) return 0;
    say('info', 'agent started', { server: plan.server, state: plan.state });
    await runAgent({ ...plan, say }, leave.signal);
    return 0;
  } catch (error) {
    throw error instanceof FolderTaken
      ? new CommandFailure(error.message, { cause: error })
      : inWords(fileFailure(error));
  } finally {
    off();
  }
};

/** Where everything is, from options first and variables second. */
export interface AgentPlan {
  server: string;
  root: string;
  state: string;
  tokenFile: string;
  version: string;
  stack?: string;
  hostname: string;
  serverId?: string;
  project?: string;
  ca?: string;
  user?: string;
}

/** Reads it off a command line. Throws UsageError. */
function agentPlan(given: Arguments): AgentPlan {
  const option = (name: string) => textOption(given, name);
  const [stack, serverId, user] = [option('stack'), option('server-id'), option('user')];
  if (stack && serverId) throw new UsageError('--stack and --server-id do not go together');
  const root = resolve(option('root') ?? '/srv/www');
  const state = resolve(option('state') ?? join(root, '.quaymaster-agent'));
  const ca = option('ca');
  return {
    server: serverOf(given),
    root,
    state,
    tokenFile: resolve(option('token-file') ?? join(state, 'token')),
    version: manifest.version,
    hostname: (option('hostname') ?? hostname().split('.', 1)[0] ?? '').toLowerCase(),
    ...(stack && { stack }),
    ...(serverId && { serverId, project: option('project') ?? projectOf(process.env.OS_ENDPOINT) }),
    ...(user && { user }),
    ...(ca && { ca: readText(ca) }),
  };
}

/** The project that an endpoint of Heat's ends in; that of the embedded program else. */
const projectOf = (endpoint = ''): string => /\/v1\/([^/]+)\/?$/.exec(endpoint)?.[1] ?? '000000000000';

function serverOf(given: Arguments): string {
  const named = textOption(given, 'server') ?? (process.env.AWS_ENDPOINT_URL || undefined);
  const url = named ?? published(textOption(given, 'data') ?? '.quaymaster')?.url;
  if (!url) throw new UsageError('agent needs --server URL');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`--server ${url} is not an http or https URL`);
  return url;
}

/** An instance that has no token yet registers itself for one. */
async function ensureToken(given: Arguments, plan: AgentPlan, signal: AbortSignal): Promise<void> {
  const { stack, state, tokenFile } = plan;
  if (existsSync(tokenFile)) return void readText(tokenFile);
  if (!stack) throw new CommandFailure(`there is no token in ${tokenFile}: quaymaster node create makes one`);
  mkdirSync(dirname(state), { recursive: true });
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const token = await instanceToken(given, { ...plan, stack, say }, signal);
  if (token) writeWhole(tokenFile, `${token}\n`);
}

/** One line of text, for journald and for people. */
function say(level: 'info' | 'warn', message: string, fields: object = {}): void {
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined);
  const text = shown.map(([name, value]) => ` ${name}=${jsonText(value)}`).join('');
  console.error(`${new Date().toISOString()} ${level} ${message}${text}`);
}
