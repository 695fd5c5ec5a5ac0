import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { writeWhole } from '../agent/command-folder.ts';
import { FolderTaken } from '../agent/journal.ts';
import { runAgent } from '../agent/run-agent.ts';
import { published } from './boot.ts';
import { inWords } from './client.ts';
import { type Arguments, type Command, CommandFailure, readText, textOption, UsageError } from './command.ts';
import { instanceToken } from './register-instance.ts';
import { exitCodeOf, onSignals } from './signals.ts';

const help = `quaymaster agent --stack STACK [options]       registers this machine as an instance of a stack and runs its commands
quaymaster agent --server-id ID [options]      runs a server's software deployments, and commands sent to it
quaymaster agent --token-file FILE [options]   runs the commands of a node (quaymaster node create)

  --server URL      the server (QUAYMASTER_URL, AWS_ENDPOINT_URL, what the data folder says)
  --hostname NAME   the instance's host name in its stack (this machine's)
  --project NAME    --server-id: the server's project (that of OS_ENDPOINT, else 000000000000)
  --root DIR        where apps are deployed (/srv/www)
  --state DIR       where the agent keeps what it must not forget (ROOT/.quaymaster-agent)
  --token-file FILE the node's token (STATE/token; QUAYMASTER_NODE_TOKEN_FILE)
  --user NAME       whose rights commands have, for an agent that is root
  --ca FILE         who vouches for the server's certificate, PEM (QUAYMASTER_CA)
  --profile NAME    --stack: whom to register as, as other commands do (default; AWS_PROFILE)
  --data DIR        --stack: the server's folder, with the keys for that (.quaymaster; QUAYMASTER_DATA)

It goes on until a signal ends it; what runs then goes on, and the next start takes it up. docs/agent.md tells all.`;

/** quaymaster agent: runs commands on this machine. */
export const agent: Command = {
  help,
  options: {
    ...{ stack: { type: 'string' }, 'server-id': { type: 'string' }, server: { type: 'string' } },
    ...{
      hostname: { type: 'string' },
      project: { type: 'string' },
      root: { type: 'string' },
      state: { type: 'string' },
    },
    ...{ 'token-file': { type: 'string' }, user: { type: 'string' }, ca: { type: 'string' } },
    ...{ profile: { type: 'string' }, data: { type: 'string' } },
  },
  async run(given) {
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
      throw error instanceof FolderTaken ? new CommandFailure(error.message, { cause: error }) : inWords(error);
    } finally {
      off();
    }
  },
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
export function agentPlan(given: Arguments): AgentPlan {
  if (given.positionals.length) throw new UsageError(`agent takes no '${given.positionals[0]}'`);
  const option = (name: string, variable?: string) => textOption(given, name, variable);
  const [stack, serverId, user] = [option('stack'), option('server-id'), option('user')];
  if (stack && serverId) throw new UsageError('--stack and --server-id do not go together');
  const root = resolve(option('root') ?? '/srv/www');
  const state = resolve(option('state') ?? join(root, '.quaymaster-agent'));
  const ca = option('ca', 'QUAYMASTER_CA');
  return {
    server: serverOf(given),
    root,
    state,
    tokenFile: resolve(option('token-file', 'QUAYMASTER_NODE_TOKEN_FILE') ?? join(state, 'token')),
    version: versionOf(),
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
  const named = textOption(given, 'server', 'QUAYMASTER_URL') ?? (process.env.AWS_ENDPOINT_URL || undefined);
  const url = named ?? published(textOption(given, 'data', 'QUAYMASTER_DATA') ?? '.quaymaster')?.url;
  if (!url) throw new UsageError('agent needs --server URL');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`--server ${url} is not an http or https URL`);
  return url;
}

const versionOf = (): string =>
  (JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }).version;

/** An instance that has no token yet registers itself for one. */
async function ensureToken(given: Arguments, plan: AgentPlan, signal: AbortSignal): Promise<void> {
  const { stack, state, tokenFile } = plan;
  if (existsSync(tokenFile)) return;
  if (!stack) throw new CommandFailure(`there is no token in ${tokenFile}: quaymaster node create makes one`);
  mkdirSync(dirname(state), { recursive: true });
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const token = await instanceToken(given, { ...plan, stack, say }, signal);
  if (token) writeWhole(tokenFile, `${token}\n`);
}

/** One line of text, for journald and for people. */
function say(level: 'info' | 'warn', message: string, fields: object = {}): void {
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined);
  const text = shown.map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join('');
  console.error(`${new Date().toISOString()} ${level} ${message}${text}`);
}
