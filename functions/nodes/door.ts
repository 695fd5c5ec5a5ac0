import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { OtherDoor } from '../api/doors.ts';
import type { NodeResult } from '../node-results.ts';
import type { Ports } from '../ports/ports.ts';
import { type Stored, WriteConflict } from '../ports/store.ts';
import { begin } from './begin.ts';
import { type Body, bodyFrom, noToken, textIn, WireError } from './body.ts';
import type { NodeOrder } from './command.ts';
import { finish } from './finish.ts';
import { appendLog } from './log.ts';
import type { NodeRecord } from './node.ts';
import { poll, type PollManners } from './poll.ts';
import type { Tell } from './settle.ts';
import { nodeOfToken } from './token.ts';

/** Who stands at the door: a node, and which of its agents (each state folder has an id of its own). */
export interface Visit {
  node: NodeRecord;
  stored: Stored<NodeRecord>;
  agent: string;
}

/** What the door of agents needs; `results` tells the rooms of their commands' ends. */
export interface NodesDoor {
  ports: Ports;
  results: Record<NodeOrder['owner'], NodeResult | undefined>;
  manners: PollManners;
}

type Needs = Ports & { tell: Tell; manners: PollManners };
type Answerer = (visit: Visit, body: Body, ports: Needs) => Promise<object>;

/** What an agent may ask, by path; docs/agent.md describes it. */
const paths: Record<string, Answerer> = {
  '/nodes/poll': poll,
  '/nodes/begin': begin,
  '/nodes/log': appendLog,
  '/nodes/finish': finish,
};

/** The wire of our own agents: JSON over POST, with the node's token. */
export function nodesDoor({ ports, results, manners }: NodesDoor): OtherDoor {
  const tell: Tell = async (command) => results[command.owner]?.(command, ports);
  const needs: Needs = { ...ports, tell, manners };
  return {
    takes: ({ rawPath }) => rawPath.startsWith('/nodes/'),
    handler: async (event) => {
      try {
        return answer(200, await serve(event, needs));
      } catch (error) {
        return refusal(error, event, ports);
      }
    },
  };
}

async function serve(event: APIGatewayProxyEventV2, ports: Needs): Promise<object> {
  const { rawPath, requestContext } = event;
  const answerer = Object.hasOwn(paths, rawPath) ? paths[rawPath] : undefined;
  if (!answerer) throw new WireError(404, `There is nothing at ${rawPath}`);
  if (requestContext.http.method !== 'POST') throw new WireError(405, 'Only POST is allowed here');
  const [scheme = '', token = ''] = (event.headers.authorization ?? '').split(' ');
  const stored = scheme.toLowerCase() === 'bearer' ? await nodeOfToken(token, ports.store) : undefined;
  if (!stored) throw noToken();
  const body = bodyFrom(event);
  return answerer({ node: stored.value, stored, agent: textIn(body, 'agent', 64) }, body, ports);
}

const answer = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(statusCode === 401 && { 'www-authenticate': 'Bearer' }),
  },
  body: JSON.stringify(body),
});

function refusal(error: unknown, { rawPath }: APIGatewayProxyEventV2, { log }: Ports) {
  if (error instanceof WireError) return answer(error.status, { message: error.message });
  // Another write was faster; agents ask again.
  if (error instanceof WriteConflict) return answer(503, { message: 'Busy, please ask again' });
  log.error('an agent could not be answered', { path: rawPath, error });
  return answer(500, { message: 'Internal server error' });
}
