import type { NodeResult } from '../../../functions/node-results.ts';
import { type CommandRecord, type NodeOrder, queueCommand } from '../../../functions/nodes/command.ts';
import { nodesDoor } from '../../../functions/nodes/door.ts';
import { createNode } from '../../../functions/nodes/node.ts';
import type { PollManners } from '../../../functions/nodes/poll.ts';
import type { Ports } from '../../../functions/ports/ports.ts';
import { Database } from '../../../local/database/database.ts';
import { sqliteStore } from '../../../local/database/sqlite-store.ts';
import { fakeClock, type FakeClock } from '../../clock.ts';
import { deployed } from '../../deployed.ts';
import { countingIds, eventOf, type Line, recordingLog } from '../../door.ts';
import { inMemory } from '../../objects.ts';

/** A store in memory with one node, `n1`, and the door of its agents. */
export interface MachineRoom {
  ports: Ports & { clock: FakeClock };
  store: Ports['store'];
  clock: FakeClock;
  lines: Line[];
  /** The node's. */
  token: string;
  /** The commands whose end the rooms were told of, in their words. */
  told: CommandRecord[];
  /** Queues a command for the node. */
  order(id: string, more?: Partial<NodeOrder>): Promise<CommandRecord>;
  /** One request of the node's agent `a1`, with its token unless told. */
  ask(path: string, body: object, token?: string): Promise<{ status: number; [member: string]: unknown }>;
}

/** Opens it; nobody waits at its door unless told, and `result` takes part in the telling. */
export async function openMachineRoom(
  manners: PollManners = { longestWait: 0, pause: 30 },
  result: NodeResult = async () => {},
): Promise<MachineRoom> {
  const clock = fakeClock();
  const lines: Line[] = [];
  const none = {} as Ports['workflows'] & Ports['events'];
  const account = deployed({
    store: sqliteStore(new Database(':memory:'), clock),
    clock,
    ids: countingIds(),
    objects: inMemory(),
    workflows: none,
    events: none,
  });
  const ports = { ...account.ports, log: recordingLog(lines) } as Partial<Ports> as Ports & { clock: FakeClock };
  const told: CommandRecord[] = [];
  const tell: NodeResult = async (command, all) => {
    await result(command, all);
    told.push(command);
  };
  const { token } = await createNode({ id: 'n1', kind: 'ssm', name: 'web' }, ports);
  const door = nodesDoor({ ports, results: { ssm: tell, opsworks: tell }, manners });
  return {
    ports,
    store: ports.store,
    clock,
    lines,
    token,
    told,
    order: (id, more) =>
      queueCommand(
        { id, node: 'n1', owner: 'ssm', kind: 'script', payload: { commands: [id] }, timeoutSeconds: 60, ...more },
        ports,
      ),
    ask: async (path, body, bearer = token) => {
      const headers = { authorization: `Bearer ${bearer}` };
      const sent = { method: 'POST', path, headers, body: JSON.stringify({ agent: 'a1', ...body }) };
      const { statusCode = 0, body: text = '' } = await account.request(() => door.handler(eventOf(sent)));
      return { status: statusCode, ...(JSON.parse(text) as object) };
    },
  };
}
