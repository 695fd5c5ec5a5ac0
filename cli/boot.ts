import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { Keys } from '../local/credentials-file.ts';
import { type DataFolder, dataPaths, exportsIn, openDataFolder, publish } from '../local/data-folder.ts';
import { isHealthy } from './client.ts';
import { readIfThere } from './command.ts';
import { isInUse, startFailure } from './failure.ts';

/** How to start the embedded program; `port` 0 takes any free one, `tls` is PEM text. */
export interface BootOptions {
  data: string;
  host: string;
  port: number;
  region: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  tls?: { cert: string; key: string };
  quotas?: Record<'automations' | 'rateControls', { concurrent: number; queued: number }>;
  /** How OpenStack's API behaves: `rts` writes times without a Z; `publicUrl` is where machines reach the server. */
  heat?: { flavour?: 'heat' | 'rts'; publicUrl?: string };
  /** What Proton provisions with beyond this machine; without it stacks are simulated and pull requests go to local repositories. */
  provisioning?: { withAws?: boolean; githubToken?: string; githubApiUrl?: string };
}

/** The embedded program in this process; `close` finishes what runs. */
export interface Embedded {
  url: string;
  administrator: Keys;
  /** A path and fragment that sign the administrator in to the console, once, on this machine. */
  consoleLink(): string;
  close(): Promise<void>;
}

/** What is started: the options, and the token of the data folder. */
type StartOptions = Omit<BootOptions, 'heat'> & { heat: { token: string; settings: NonNullable<BootOptions['heat']> } };
type Start = (options: StartOptions) => Promise<Embedded>;

const startEmbedded: Start = async (options) => {
  // After a rush V8 would place what runs are made of among what lives long for good, and go through all memory again and again to be rid of it.
  setFlagsFromString('--no-allocation-site-pretenuring');
  return (await import('../local/embedded.ts')).startEmbedded(options);
};

/** Starts the embedded program and tells clients of it through the data folder. Throws CommandFailure in words for the user. */
export async function boot(
  options: BootOptions,
  start: Start = startEmbedded,
): Promise<{ server: Embedded; folder: DataFolder }> {
  // A data folder that was there may be open to others; what is written into it is not.
  process.umask(0o077);
  try {
    const folder = openDataFolder(options.data);
    const heat = { token: folder.token, settings: options.heat ?? {} };
    const server = await whenFree({ ...options, data: folder.path, heat }, start);
    await publish(folder, { url: server.url, region: options.region, administrator: server.administrator });
    return { server, folder };
  } catch (error) {
    throw startFailure(error, options);
  }
}

const patience = 5000;
const shortPatience = 1000;

/** A program that was told to stop holds its folder until it has finished what runs, so a busy folder gets a moment. */
async function whenFree(options: StartOptions, start: Start): Promise<Embedded> {
  const begin = Date.now();
  for (;;) {
    const outcome = await start(options).catch((error: unknown) => ({ error }));
    if (!('error' in outcome)) return outcome;
    if (!isInUse(outcome.error) || (await isHopeless(options.data, Date.now() - begin))) throw outcome.error;
    await sleep(100);
  }
}

const isHopeless = async (data: string, waited: number): Promise<boolean> =>
  waited > patience || (waited > shortPatience && (await isRunning(data)));

/** Where a data folder's program was when it last started; undefined when it never did. */
export function published(data: string): { url: string; region: string } | undefined {
  const { AWS_ENDPOINT_URL: url, AWS_REGION: region } = exportsIn(readIfThere(dataPaths(data).env));
  return url && region ? { url, region } : undefined;
}

async function isRunning(data: string): Promise<boolean> {
  const last = published(data);
  return last !== undefined && (await isHealthy(last.url));
}
