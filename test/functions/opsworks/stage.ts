import { OpsWorksClient } from '@aws-sdk/client-opsworks';
import * as commands from '@aws-sdk/client-opsworks';
import { nodeResults } from '../../../functions/node-results.ts';
import type { CommandRecord } from '../../../functions/nodes/command.ts';
import { nodesDoor } from '../../../functions/nodes/door.ts';
import { renewToken } from '../../../functions/nodes/node.ts';
import type { OpsworksOrder } from '../../../functions/nodes/opsworks-order.ts';
import { opsworks } from '../../../functions/opsworks/index.ts';
import type { Event } from '../../../functions/ports/events.ts';
import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { Database } from '../../../local/database/database.ts';
import { stateMachines } from '../../../local/state-machines.ts';
import { StatesEngine } from '../../../local/states/engine.ts';
import { sqliteStore } from '../../../local/database/sqlite-store.ts';
import { embeddedWorkflows } from '../../../local/workflows.ts';
import { runCommandNodes } from '../../../functions/ports/aws/run-command-nodes.ts';
import { ownNodes } from '../../../functions/nodes/own-nodes.ts';
import { fakeAws } from '../../aws.ts';
import { fakeClock } from '../../clock.ts';
import { deployed } from '../../deployed.ts';
import { inMemory } from '../../objects.ts';
import { countingIds, eventOf, type Keys, openDoor, recordingLog, type Line } from '../../door.ts';

/** What an agent is told to do. */
export interface Work extends Pick<CommandRecord, 'id' | 'timeoutSeconds'> {
  payload: OpsworksOrder;
}

/** How it ends. */
export interface Outcome {
  state?: 'successful' | 'failed' | 'cancelled' | 'interrupted';
  exitCode?: number;
  log?: string;
}

/** The agent of an instance, by hand: it speaks the agents' wire. */
export interface Agent {
  poll(): Promise<Work[]>;
  begin(work: Work): Promise<boolean>;
  finish(work: Work, outcome?: Outcome): Promise<void>;
  /** Does what there is, all with one outcome, and answers with the names of the commands. */
  work(outcome?: Outcome): Promise<string[]>;
}

/** What the role and profile of a stack are in every test. */
export const roles = { ServiceRoleArn: 'service_arn', DefaultInstanceProfileArn: 'profile_arn' };

type Names = keyof typeof commands;
type Operation = Extract<Names, `${string}Command`> extends `${infer Name}Command` ? Name : never;

/** The whole of OpsWorks in this process: real signatures, the machine on the interpreter, agents by hand, a clock that stands still. */
export async function openOpsworks(file = ':memory:', clock = fakeClock()) {
  const database = new Database(file);
  const ids = countingIds();
  const lines: Line[] = [];
  const log = recordingLog(lines);
  const events: Event[] = [];
  const calls: string[] = [];
  const engine = new StatesEngine({
    database,
    clock,
    ids,
    log,
    invoke: (name: string, payload: Json): Promise<JsonObject> => {
      calls.push(name);
      return account.runTask(name, payload, door.ports);
    },
    machines: stateMachines(),
    history: 'full',
  });
  const aws = fakeAws();
  const account = deployed({
    aws,
    clock,
    ids,
    log,
    store: sqliteStore(database, clock),
    workflows: embeddedWorkflows(engine),
    events: { publish: async (make: () => Event[]) => void events.push(...make()) },
    objects: inMemory(),
    secrets: {
      seal: async (secret: string, { place = '' }: Record<string, string>) =>
        `sealed ${place} ${Buffer.from(secret).toString('hex')}`,
      open: async (sealed: string, { place = '' }: Record<string, string>) =>
        Buffer.from(sealed.split(`sealed ${place} `)[1] ?? '', 'hex').toString(),
    },
  });
  const { ports } = account;
  const nodesPort = ownNodes(ports, { others: runCommandNodes(ports.aws), mayDo: async () => false });
  const door = await openDoor([opsworks], { ...ports, nodes: nodesPort }, undefined, undefined, account.request);
  engine.recover();
  const nodes = nodesDoor({ ports: door.ports, results: nodeResults, manners: { longestWait: 0, pause: 1 } });
  const client = (keys?: Keys): OpsWorksClient => door.attach(new OpsWorksClient(door.config(keys)));
  const own = client();

  /** Calls an operation with the official client; what is no valid input for its type may be sent too. */
  const call = async (operation: Operation, input: object = {}, from = own): Promise<JsonObject> => {
    const Command = commands[`${operation}Command`] as unknown as new (input: object) => never;
    const { $metadata: _gone, ...output } = (await from.send(new Command(input))) as unknown as JsonObject;
    return output;
  };

  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 40; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      await database.durable();
    }
  };

  const agentOf = async (instanceId: string): Promise<Agent> => {
    const token = await renewToken(instanceId, door.ports);
    const ask = async (path: string, body: object): Promise<JsonObject> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = JSON.stringify({ agent: `agent-${instanceId}`, ...body });
      const event = eventOf({ method: 'POST', path, headers, body: sent });
      const answer = await account.request(() => nodes.handler(event));
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
      return JSON.parse(answer.body ?? '') as JsonObject;
    };
    const agent: Agent = {
      poll: async () =>
        (await ask('/nodes/poll', { known: [], version: '1.0.0', platform: 'linux' })).commands as never,
      begin: async ({ id }) => (await ask('/nodes/begin', { id })).go === true,
      finish: async ({ id }, { state = 'successful', exitCode, log: text } = {}) => {
        if (text) await ask('/nodes/log', { id, index: 0, text });
        await ask('/nodes/finish', { id, state, chunks: text ? 1 : 0, ...(exitCode !== undefined && { exitCode }) });
        await settled();
      },
      work: async (outcome) => {
        await settled();
        const done: string[] = [];
        for (let found = await agent.poll(); found.length > 0; found = await agent.poll())
          for (const one of found)
            if (await agent.begin(one)) {
              done.push(one.payload.command.name);
              await agent.finish(one, outcome);
            }
        return done;
      },
    };
    return agent;
  };

  const id = async (operation: Operation, input: object, member: string): Promise<string> =>
    (await call(operation, input))[member] as string;

  /** A registered machine with its agent; its setup is done. */
  const register = async (StackId: string, Hostname: string) => {
    const instance = await id('RegisterInstance', { StackId, Hostname }, 'InstanceId');
    const agent = await agentOf(instance);
    await agent.work();
    return { instance, agent };
  };

  return {
    ...door,
    aws,
    clock,
    client,
    call,
    id,
    settled,
    agentOf,
    register,
    database,
    engine,
    events,
    lines,
    calls,
    roles: account.roles,
    stack: (more: object = {}) =>
      id('CreateStack', { Name: 'shop', Region: 'us-east-1', ...roles, ...more }, 'StackId'),
    layer: (StackId: string, name = 'web', more: object = {}) =>
      id('CreateLayer', { StackId, Type: 'custom', Name: name, Shortname: name, ...more }, 'LayerId'),
    app: (StackId: string, Name = 'Simple', more: object = {}) =>
      id('CreateApp', { StackId, Name, Type: 'other', ...more }, 'AppId'),
    /** A machine that is online in a layer, after all that comes with it. */
    online: async (StackId: string, layer: string, Hostname: string) => {
      const registered = await register(StackId, Hostname);
      await call('AssignInstance', { InstanceId: registered.instance, LayerIds: [layer] });
      await registered.agent.work();
      return registered;
    },
    statusOf: async (InstanceId: string): Promise<string> => {
      const { Instances } = await call('DescribeInstances', { InstanceIds: [InstanceId] });
      return (Instances as { Status: string }[])[0]?.Status ?? '';
    },
  };
}

/** The stage of a test. */
export type Stage = Awaited<ReturnType<typeof openOpsworks>>;
