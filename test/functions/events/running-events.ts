import { existsSync } from 'node:fs';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateDocumentCommand, DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm';
import { deadLettersService } from '../../../functions/events/dead-letters-service.ts';
import { eventsService } from '../../../functions/events/index.ts';
import { makeRoom, openRoom, type Room } from '../../../functions/events/room.ts';
import type { DeadLetter } from '../../../functions/events/deliveries/record.ts';
import type { JsonObject } from '../../../functions/ports/json.ts';
import { namedPrincipal } from '../../../functions/principals/named-principal.ts';
import { triggers } from '../../../functions/triggers.ts';
import { fakeClock } from '../../clock.ts';
import type { Keys } from '../../door.ts';
import { openRunning, type Running } from '../../running.ts';

/** EventBridge and SSM Automation in this process. */
export interface RunningEvents extends Running {
  room: Room;
  counts: Record<string, number>;
  heard: JsonObject[];
  bridge: (keys?: Keys) => EventBridgeClient;
  /** A rule on `source: [my.ci]` whose target runs the runbook Greet; with a schedule in place of the pattern where one is given. */
  rule: (target?: object, rule?: object) => Promise<void>;
  /** Puts an event of source my.ci. */
  event: (detail?: object, entry?: object) => Promise<void>;
  /** Lets everything go on that needs no time. */
  delivered: () => Promise<void>;
  /** The names and parameters of what runs or ran, the oldest first. */
  started: () => Promise<[string | undefined, string | undefined, Record<string, string[]> | undefined][]>;
  letters: () => Promise<DeadLetter[]>;
}

export const greet = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Greet';

/** Opens it with the runbook Greet, which has one parameter, Name, and waits at its one step. */
export async function openRunningEvents(file?: string, clock = fakeClock()): Promise<RunningEvents> {
  const counts: Record<string, number> = {};
  const heard: JsonObject[] = [];
  let room: Room | undefined;
  const isNew = file === undefined || !existsSync(file);
  const running = await openRunning(file, clock, undefined, (ports) => {
    const principalNamed = (name: string) => namedPrincipal(name, ports.store);
    const metrics = { count: (name: string) => void (counts[name] = (counts[name] ?? 0) + 1) };
    room = makeRoom({ ports, triggers, principalNamed, metrics, hear: async (event) => void heard.push(event) });
    return [eventsService(room), deadLettersService(room)];
  });
  if (!room) throw new Error('no room');
  const opened = room;
  await openRoom(opened);
  const bridge = (keys?: Keys) => running.attach(new EventBridgeClient(running.config(keys)));
  const client = bridge();
  const delivered = async () => {
    await running.settled();
    await opened.deliveries.settled();
    await running.settled();
  };
  if (isNew) await createGreet(running);
  return {
    ...running,
    room: opened,
    counts,
    heard,
    bridge,
    delivered,
    rule: async (target = {}, rule = { EventPattern: '{"source":["my.ci"]}' }) => {
      await client.send(new PutRuleCommand({ Name: 'rule', ...rule }));
      await client.send(new PutTargetsCommand({ Rule: 'rule', Targets: [{ Id: 'one', Arn: greet, ...target }] }));
    },
    event: async (detail = {}, entry = {}) => {
      const Entries = [{ Source: 'my.ci', DetailType: 'push', Detail: JSON.stringify(detail), ...entry }];
      await client.send(new PutEventsCommand({ Entries }));
      await delivered();
    },
    started: async () => {
      const { AutomationExecutionMetadataList: all = [] } = await running.client.send(
        new DescribeAutomationExecutionsCommand({}),
      );
      const runs = await Promise.all(
        all.map(({ AutomationExecutionId = '' }) => running.reach(AutomationExecutionId, 'Waiting')),
      );
      return runs.reverse().map(({ DocumentName, ExecutedBy, Parameters }) => [DocumentName, ExecutedBy, Parameters]);
    },
    letters: async () => {
      const page = await running.ports.store.list<DeadLetter>({ partition: 'dead-letters' });
      return page.items.map(({ value }) => value);
    },
  };
}

async function createGreet({ client }: Running): Promise<void> {
  const Content = JSON.stringify({
    schemaVersion: '0.3',
    parameters: { Name: { type: 'String', default: 'nobody' } },
    mainSteps: [{ name: 'wait', action: 'aws:pause', inputs: {} }],
  });
  await client.send(new CreateDocumentCommand({ Name: 'Greet', DocumentType: 'Automation', Content }));
}
