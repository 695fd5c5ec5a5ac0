import type { Ports } from '../ports/ports.ts';
import { change, type CommandRecord } from './command.ts';
import type { Body } from './body.ts';
import { textIn } from './body.ts';
import type { Visit } from './door.ts';

/** Whether an agent may run a command: only the agent that was told so first, and as often as it asks. */
export interface BeginAnswer {
  go: boolean;
  reason?: string;
}

/** Takes a command for an agent; from here on it has begun, whatever becomes of the answer. */
export async function begin({ node, agent }: Visit, body: Body, ports: Pick<Ports, 'store' | 'clock'>) {
  const id = textIn(body, 'id', 512);
  const now = ports.clock.now();
  const command = await change(id, ports, (found) => {
    if (found.node !== node.id || found.state !== 'queued') return undefined;
    return { ...found, state: 'running', agent, beganAt: now };
  });
  return answer(command?.node === node.id ? command : undefined, agent);
}

function answer(command: CommandRecord | undefined, agent: string): BeginAnswer {
  if (!command) return { go: false, reason: 'there is no such command' };
  if (command.state !== 'running') return { go: false, reason: `it is ${command.state}` };
  if (command.agent !== agent) return { go: false, reason: 'another agent has taken it' };
  return command.isCancelled ? { go: false, reason: 'it is cancelled' } : { go: true };
}
