import type { Ports } from '../ports/ports.ts';
import { type Body, countIn, optionalTextIn, textIn, WireError } from './body.ts';
import { change, type CommandEnd, ended } from './command.ts';
import type { Visit } from './door.ts';
import { closeLog } from './log.ts';
import { settle, type Tell } from './settle.ts';

const states: CommandEnd['state'][] = ['successful', 'failed', 'timed_out', 'cancelled', 'interrupted'];

/** The most that is kept of what a command printed, in characters: what SSM shows of a command's invocation. */
const longestOutput = 24_000;
const longestError = 8_000;

/** Takes a command's end onto its record, once, and then to its owner; a second report of the same end changes nothing and is answered alike. */
export async function finish({ node, agent }: Visit, body: Body, ports: Ports & { tell: Tell }): Promise<object> {
  const id = textIn(body, 'id', 512);
  const end = endFrom(body);
  const chunks = countIn(body, 'chunks', [0, 1000]) ?? 0;
  const now = ports.clock.now();
  const command = await change(id, ports, (found) =>
    found.node === node.id && found.agent === agent ? ended(found, end, now) : undefined,
  );
  if (command?.node !== node.id) throw new WireError(404, 'There is no such command');
  if (command.agent !== undefined && command.agent !== agent) throw new WireError(409, 'Another agent has taken it');
  if (command.state === 'queued') throw new WireError(409, 'It was not begun');
  await closeLog(command, chunks, ports);
  await settle(command, ports);
  return {};
}

function endFrom(body: Body): CommandEnd {
  const state = states.find((one) => one === body.state);
  if (!state) throw new WireError(400, `'state' must be one of ${states.join(', ')}`);
  const exitCode = countIn(body, 'exitCode', [-1, 2 ** 32]);
  const texts = {
    reason: optionalTextIn(body, 'reason', 2000),
    stdout: optionalTextIn(body, 'stdout', longestOutput),
    stderr: optionalTextIn(body, 'stderr', longestError),
  };
  return { state, ...(exitCode !== undefined && { exitCode }), ...present(texts) };
}

const present = (texts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
