import * as opsworks from '@aws-sdk/client-opsworks';
import { heatDoor } from '../../functions/heat/door.ts';
import { nodeResults } from '../../functions/node-results.ts';
import { nodesDoor } from '../../functions/nodes/door.ts';
import { renewToken } from '../../functions/nodes/node.ts';
import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { storedPrincipals } from '../../functions/principals/stored-principals.ts';
import { plainSecrets } from '../../local/plain-secrets.ts';
import { account, eventOf } from '../door.ts';
import { isOver, type Stage } from './stage.ts';

/** The agent of an instance, by hand; `fails` is the exit code that all it does from then on has. */
export interface Agent {
  fails?: number;
  /** Does what there is. */
  work(): Promise<void>;
}

type Operation = 'AssignInstance' | 'CreateStack' | 'CreateLayer' | 'RegisterInstance' | Describe | 'CreateDeployment';
type Describe = 'DescribeDeployments' | 'DescribeCommands' | 'DescribeInstances';

/** OpsWorks on a stage: its client, and the agents of the machines that were registered. */
export interface Fleet {
  stackId: string;
  agents: Agent[];
  call(operation: Operation, input: object): Promise<JsonObject>;
  /** Lets agents work until all machines are at rest. */
  rest(working?: Agent[]): Promise<void>;
}

const mostPasses = 250;

/** A stack with so many machines that are online, brought up one after the other. */
export async function openFleet(stage: Stage, size: number): Promise<Fleet> {
  const client = stage.attach(new opsworks.OpsWorksClient(stage.config()));
  const call = async (operation: Operation, input: object): Promise<JsonObject> => {
    const Command = opsworks[`${operation}Command`] as unknown as new (input: object) => never;
    return (await client.send(new Command(input))) as unknown as JsonObject;
  };
  const agents: Agent[] = [];
  const rest = async (working: Agent[] = agents) => {
    for (let pass = 0; pass < mostPasses; pass++) {
      for (const agent of working) await agent.work();
      if (await isOver(stage)) return;
      await stage.pass();
    }
    throw new Error('The machines do not come to rest');
  };
  const roles = { ServiceRoleArn: 'service', DefaultInstanceProfileArn: 'profile' };
  const { StackId } = await call('CreateStack', { Name: 'shop', Region: 'us-east-1', ...roles });
  const layer = { StackId, Type: 'custom', Name: 'web', Shortname: 'web' };
  const { LayerId } = await call('CreateLayer', layer);
  for (let at = 1; at <= size; at++) {
    const { InstanceId } = await call('RegisterInstance', { StackId, Hostname: `web${at}` });
    agents.push(await agentOf(stage, InstanceId as string));
    await rest();
    await call('AssignInstance', { InstanceId, LayerIds: [LayerId] });
    await rest();
  }
  return { stackId: StackId as string, agents, call, rest };
}

async function agentOf({ ports }: Stage, instanceId: string): Promise<Agent> {
  const nodes = nodesDoor({ ports, results: nodeResults, manners: { longestWait: 0, pause: 1 } });
  const token = await renewToken(instanceId, ports);
  const ask = async (path: string, body: object): Promise<JsonObject> => {
    const headers = { authorization: `Bearer ${token}` };
    const sent = { method: 'POST', path, headers, body: JSON.stringify({ agent: instanceId, ...body }) };
    const { body: text = '' } = await nodes.handler(eventOf(sent));
    return JSON.parse(text) as JsonObject;
  };
  const agent: Agent = {
    work: async () => {
      const { commands = [] } = (await ask('/nodes/poll', { known: [], version: '1' })) as {
        commands?: { id: string }[];
      };
      for (const { id } of commands) {
        if ((await ask('/nodes/begin', { id })).go !== true) continue;
        const exitCode = agent.fails ?? 0;
        await ask('/nodes/finish', { id, state: exitCode ? 'failed' : 'successful', exitCode, chunks: 0 });
      }
    },
  };
  return agent;
}

const operator = 'operator-token';

/** Heat on a stage: a request with the administrator's token, below the project. */
export function openHeat({
  ports,
  administrator,
}: Stage): (method: string, path: string, body?: Json) => Promise<JsonObject> {
  const { handler } = heatDoor({
    ports,
    principals: storedPrincipals({ ...ports, secrets: plainSecrets() }),
    account,
    region: 'us-east-1',
    operator: { token: operator, accessKeyId: administrator.accessKeyId },
    settings: {},
  });
  return async (method, path, body) => {
    const headers = { host: 'quaymaster.test', 'x-auth-token': operator, 'content-type': 'application/json' };
    const place = path.startsWith('http') ? new URL(path) : new URL(`http://quaymaster.test/v1/demo${path}`);
    const sent = {
      method,
      path: place.pathname + place.search,
      headers,
      body: body === undefined ? '' : JSON.stringify(body),
    };
    const { body: text = '' } = await handler(eventOf(sent));
    return (text ? JSON.parse(text) : {}) as JsonObject;
  };
}
