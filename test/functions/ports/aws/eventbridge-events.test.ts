import { jest } from '@jest/globals';
import {
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsCommandInput,
} from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import type { Events } from '../../../../functions/ports/events.ts';
import type { JsonObject } from '../../../../functions/ports/json.ts';
import { eventbridgeEvents } from '../../../../functions/ports/aws/eventbridge-events.ts';
import { fakeClock } from '../../../clock.ts';
import { type Line, recordingLog } from '../../../door.ts';
import { eventsContract } from '../../../ports/events.contract.ts';

const client = new EventBridgeClient({ region: 'us-east-1' });
const mock = mockClient(client);
const lines: Line[] = [];
const clock = fakeClock();
const open = () => eventbridgeEvents({ client, bus: 'deployments', log: recordingLog(lines), clock });
const event = (number: number) => ({
  source: 'quaymaster.ssm',
  detailType: 'Something',
  detail: { number },
  resources: ['arn'],
});
const sent = () => mock.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
const accept = ({ Entries = [] }: PutEventsCommandInput) => ({ Entries: Entries.map(() => ({ EventId: '1' })) });

describe('eventbridgeEvents', () => {
  let events: Events;
  beforeEach(() => {
    mock.reset();
    mock.on(ListRulesCommand).resolves({ Rules: [{ Name: 'deployments' }] });
    events = open();
    lines.length = 0;
  });

  describe('as every events port', () =>
    eventsContract(() => {
      mock.on(PutEventsCommand).callsFake(accept);
      const delivered = () =>
        sent()
          .flat()
          .map(({ Source = '', DetailType = '', Detail = '', Resources = [] }) => ({
            source: Source,
            detailType: DetailType,
            detail: JSON.parse(Detail) as JsonObject,
            resources: Resources,
          }));
      return { events, delivered };
    }));

  it('publishes to its bus', async () => {
    mock.on(PutEventsCommand).callsFake(accept);

    await events.publish(() => [event(1)]);

    expect(sent()).toEqual([
      [
        {
          EventBusName: 'deployments',
          Source: 'quaymaster.ssm',
          DetailType: 'Something',
          Detail: '{"number":1}',
          Resources: ['arn'],
        },
      ],
    ]);
  });

  it('sends ten at once, and again what was refused', async () => {
    mock
      .on(PutEventsCommand)
      .callsFakeOnce(({ Entries = [] }: PutEventsCommandInput) => ({
        Entries: Entries.map((_, place) =>
          place === 3 ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'later' } : { EventId: '1' },
        ),
      }))
      .callsFake(accept);

    await events.publish(() => Array.from({ length: 12 }, (_, number) => event(number)));

    expect(sent().map((entries) => entries.map(({ Detail }) => Detail))).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `{"number":${number}}`),
      ['{"number":3}'],
      ['{"number":10}', '{"number":11}'],
    ]);
  });

  it('logs what is refused to the end, and goes on with the rest', async () => {
    mock
      .on(PutEventsCommand)
      .callsFake(({ Entries = [] }: PutEventsCommandInput) =>
        Entries.length === 10
          ? { Entries: Entries.map(() => ({ ErrorCode: 'InternalFailure', ErrorMessage: 'broken' })) }
          : { Entries: [{ EventId: '1' }] },
      );

    await events.publish(() => Array.from({ length: 11 }, (_, number) => event(number)));

    expect(sent().map(({ length }) => length)).toEqual([10, 10, 10, 1]);
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'events were not published',
        fields: {
          bus: 'deployments',
          count: 10,
          error: new Error('EventBridge refused 10 events: InternalFailure: broken'),
        },
      },
    ]);
  });

  it('tells a bus without rules nothing, and does not even make the events', async () => {
    mock.on(ListRulesCommand).resolves({ Rules: [] });
    const make = jest.fn(() => [event(1)]);

    await events.publish(make);

    expect(make).not.toHaveBeenCalled();
    expect(mock.commandCalls(ListRulesCommand).map(({ args }) => args[0].input)).toEqual([
      { EventBusName: 'deployments', Limit: 1 },
    ]);
  });

  it('notices a new rule after a minute, and asks no more often', async () => {
    mock.on(PutEventsCommand).callsFake(accept);
    mock
      .on(ListRulesCommand)
      .resolvesOnce({ Rules: [] })
      .resolves({ Rules: [{ Name: 'new' }] });
    for (const seconds of [0, 59, 1, 30]) {
      clock.advance(seconds * 1000);
      await events.publish(() => [event(seconds)]);
    }

    expect(
      sent()
        .flat()
        .map(({ Detail }) => Detail),
    ).toEqual(['{"number":1}', '{"number":30}']);
    expect(mock.commandCalls(ListRulesCommand)).toHaveLength(2);
  });

  it('publishes where nobody can say whether there are rules', async () => {
    mock.on(PutEventsCommand).callsFake(accept);
    mock.on(ListRulesCommand).rejects(new Error('AccessDenied'));

    await events.publish(() => [event(1)]);

    expect(sent().flat()).toHaveLength(1);
  });

  it('does not trouble the publisher while EventBridge is out of reach', async () => {
    mock.on(PutEventsCommand).rejects(new Error('no route'));

    await expect(events.publish(() => [event(1)])).resolves.toBeUndefined();
  });
});
