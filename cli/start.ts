import { relative } from 'node:path';
import { isOpenToOthers, type DataFolder } from '../local/data-folder.ts';
import { boot, type BootOptions, type Embedded } from './boot.ts';
import { type Arguments, type Body, readText, textOption, UsageError } from './command.ts';
import { example } from './examples.ts';
import { isLoopback, isLoopbackUrl } from './loopback.ts';
import { exitCodeOf, onSignals } from './signals.ts';

/** quaymaster start: the embedded program, until a signal ends it. */
export const start: Body = async (given) => {
  const { server, folder } = await boot(startOptions(given));
  if (isOpenToOthers(folder)) console.error(`Others on this machine may look into ${folder.path}: chmod 700 it.`);
  console.log(`ready ${server.url}`);
  console.log(firstScreen(folder));
  if (isLoopbackUrl(server.url)) console.log(consoleLine(server));
  await ending();
  await server.close();
  return 0;
};

/** What to start, from options first and QUAYMASTER_* variables second. Throws UsageError or CommandFailure. */
export function startOptions(given: Arguments): BootOptions {
  const host = textOption(given, 'host') ?? '127.0.0.1';
  const tls = tlsFiles(given);
  if (!tls && !given.values.insecure && !isLoopback(host))
    throw new UsageError(`${host} can be reached from outside: give --tls-cert and --tls-key, or say --insecure`);
  return {
    host,
    port: portOf(textOption(given, 'port') ?? '4500'),
    data: textOption(given, 'data') ?? '.quaymaster',
    region: regionOf(textOption(given, 'region') ?? 'us-east-1'),
    logLevel: logLevelOf(textOption(given, 'log-level') ?? 'warn'),
    ...(tls && { tls }),
    ...heatOf(given),
    ...provisioningOf(given),
    ...quotasOf(given),
  };
}

function quotasOf(given: Arguments): Pick<BootOptions, 'quotas'> {
  const concurrent = textOption(given, 'concurrent-automations');
  const queued = textOption(given, 'queued-automations');
  if (concurrent === undefined && queued === undefined) return {};
  if (concurrent === undefined) throw new UsageError('--queued-automations goes with --concurrent-automations');
  return {
    quotas: {
      automations: {
        concurrent: countOf('--concurrent-automations', concurrent, 1),
        queued: countOf('--queued-automations', queued ?? '5000', 0),
      },
      rateControls: { concurrent: 25, queued: 1000 },
    },
  };
}

function heatOf(given: Arguments): Pick<BootOptions, 'heat'> {
  const flavour = textOption(given, 'heat-flavour');
  const publicUrl = textOption(given, 'public-url');
  if (flavour === undefined && publicUrl === undefined) return {};
  if (flavour !== undefined && flavour !== 'heat' && flavour !== 'rts')
    throw new UsageError(`--heat-flavour ${flavour} is neither heat nor rts`);
  if (publicUrl !== undefined && !/^https?:\/\/[^/?#@\s]+$/.test(publicUrl))
    throw new UsageError(`--public-url ${publicUrl} is not like https://host:port`);
  return { heat: { ...(flavour && { flavour }), ...(publicUrl && { publicUrl }) } };
}

/** Nothing beyond this machine is touched without a word. A token is no option: others could read the command line. */
function provisioningOf(given: Arguments): Pick<BootOptions, 'provisioning'> {
  const { QUAYMASTER_GITHUB_TOKEN: githubToken, QUAYMASTER_GITHUB_API_URL: githubApiUrl } = process.env;
  const withAws = given.values['provision-with-aws'] === true;
  if (!withAws && !githubToken) return {};
  return { provisioning: { withAws, ...(githubToken && { githubToken }), ...(githubApiUrl && { githubApiUrl }) } };
}

function countOf(option: string, text: string, least: number): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (count < least) throw new UsageError(`${option} ${text} is not a whole number from ${least}`);
  return count;
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new UsageError(`--port ${text} is not a number from 0 to 65535`);
  return port;
}

function regionOf(text: string): string {
  if (!/^[a-z]{2,}(-[a-z0-9]+)+$/.test(text)) throw new UsageError(`--region ${text} is not like us-east-1`);
  return text;
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

function logLevelOf(text: string): (typeof logLevels)[number] {
  const level = logLevels.find((known) => known === text);
  if (!level) throw new UsageError(`--log-level ${text} is none of ${logLevels.join(', ')}`);
  return level;
}

function tlsFiles(given: Arguments): { cert: string; key: string } | undefined {
  const cert = textOption(given, 'tls-cert');
  const key = textOption(given, 'tls-key');
  if (!cert && !key) return undefined;
  if (!cert || !key) throw new UsageError('--tls-cert and --tls-key go together');
  return { cert: readText(cert), key: readText(key) };
}

/** What a newcomer types next. */
export function firstScreen({ env }: Pick<DataFolder, 'env'>): string {
  const shown = relative(process.cwd(), env);
  const path = shown.startsWith('..') ? env : `./${shown}`;
  return `
In another terminal:
  . ${path.includes(' ') ? `'${path}'` : path}
  npx quaymaster run ${example('hello.yaml')}   # asks you, then greets you
  aws ssm list-documents                   # AWS CLI 2.13 or newer, any SDK
Ctrl-C ends the server; everything is kept in the data folder.`;
}

/** Where the console is, with a link that signs in: it works once, on this machine, and not for long. */
const consoleLine = ({ url, consoleLink }: Pick<Embedded, 'url' | 'consoleLink'>): string =>
  `The console, signed in: ${url}${consoleLink()}   # once, within ten minutes; quaymaster console makes another`;

/** Resolves at the first signal to end; a second one ends the process there and then. */
function ending(): Promise<void> {
  return new Promise((resolve) => {
    onSignals({ first: resolve, second: (signal) => process.exit(exitCodeOf(signal)) });
  });
}
