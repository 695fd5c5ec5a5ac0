import type { HeatCall } from '../../../functions/heat/call.ts';
import { HeatError } from '../../../functions/heat/errors.ts';
import { receiveSignal, signalResource } from '../../../functions/heat/signals/receive.ts';
import { metadataOfServer } from '../../../functions/heat/software-deployments/metadata.ts';
import type { Ports } from '../../../functions/ports/ports.ts';
import type { World } from '../world.ts';
import { callOf } from './requests.ts';

/** A config as a machine is shown it. */
interface Shown {
  id: string;
  inputs: { name: string; value?: string }[];
}

/** A machine whose agent runs each config that it is shown once, and keeps a record of that. */
export interface Server {
  name: string;
  ran: Map<string, { config: Shown; state: 'runs' | 'ended' | 'told'; code: number }>;
  etag: string | undefined;
  /** Counts the lives of its agent: what an earlier one asked is answered to nobody. */
  life: number;
  isPolling: boolean;
}

export const newServers = (): Server[] =>
  ['one', 'two'].map((name) => ({ name, ran: new Map(), etag: undefined, life: 1, isPolling: false }));

const inputOf = ({ inputs }: Shown, name: string): string | undefined =>
  inputs.find((input) => input.name === name)?.value;

/** Longer than anybody looks whether something waits that need not. */
const wait = '50';

/** Asks what is deployed to it, and begins what is new. */
export async function look(world: World, server: Server): Promise<void> {
  if (server.isPolling) return;
  server.isPolling = true;
  const { life, name, etag } = server;
  const query = new URLSearchParams(etag === undefined ? {} : { etag, wait });
  const call = callOf(undefined, { server_id: name }, query);
  const holds = world.disk !== undefined;
  const answer = await heard(world, (gated) =>
    metadataOfServer({ ...call, settings: { ...call.settings, holds } }, gated),
  );
  if (server.life !== life) return;
  server.isPolling = false;
  if (!answer?.body) return;
  server.etag = answer.headers?.['etag'];
  for (const config of (answer.body as { metadata: Shown[] }).metadata) {
    const meant = inputOf(config, 'deploy_server_id') ?? name;
    if (meant !== name) world.broken.push(`${config.id}: it is for ${meant}, and ${name} is shown it`);
    if (!server.ran.has(config.id)) server.ran.set(config.id, { config, state: 'runs', code: 0 });
  }
  if (holds) void look(world, server);
}

/** What is answered, undefined where nobody hears it; a refusal is an answer. */
async function heard<Answer>(
  world: World,
  work: (gated: Ports) => Promise<Answer>,
): Promise<Answer | { body?: undefined } | undefined> {
  const answers: (Answer | { body?: undefined })[] = [];
  await world.request(async (gated) => {
    const refused = (error: unknown) => {
      if (error instanceof HeatError) return {};
      throw error;
    };
    answers.push(await work(gated).catch(refused));
    return undefined;
  });
  return answers[0];
}

/** Something that runs ends, and what is not told yet is signalled. */
export function endOne(world: World, server: Server, code: number): void {
  const running = world.random.pick([...server.ran.values()].filter(({ state }) => state === 'runs'));
  if (running) Object.assign(running, { state: 'ended', code });
  for (const one of server.ran.values()) if (one.state === 'ended') void tell(world, one);
}

/** The way that the config asks for; said again until somebody has heard it. */
async function tell(world: World, one: { config: Shown; state: string; code: number }): Promise<void> {
  const details = { deploy_status_code: one.code };
  const url = inputOf(one.config, 'deploy_signal_id');
  const resource_name = inputOf(one.config, 'deploy_resource_name') ?? '';
  const send = url === undefined ? signalResource : receiveSignal;
  const call: HeatCall = url === undefined ? callOf(details, { resource_name }) : callAt(url, details);
  if (await heard(world, (gated) => send(call, gated))) one.state = 'told';
}

function callAt(url: string, details: { deploy_status_code: number }): HeatCall {
  const { pathname, searchParams } = new URL(url);
  return callOf(details, { deployment_id: pathname.split('/').at(-1) ?? '' }, searchParams);
}

/** The agent ends and another one goes on from its record. */
export function restart(server: Server): void {
  Object.assign(server, { life: server.life + 1, isPolling: false, etag: undefined });
}
