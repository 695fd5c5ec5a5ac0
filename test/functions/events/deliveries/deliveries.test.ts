import { PutEventsCommand, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '../../../clock.ts';
import { greet, openRunningEvents } from '../running-events.ts';

const nope = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Nope';
const minute = 60_000;

describe('what was accepted', () => {
  it('is delivered after a restart, once', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'events-')), 'quaymaster.db');
    const clock = fakeClock();
    const first = await openRunningEvents(file, clock);
    await first.rule();
    await first.event();
    await first.room.deliveries.close();
    const Entries = [{ Source: 'my.ci', DetailType: 'push', Detail: '{}' }];
    await first.bridge().send(new PutEventsCommand({ Entries }));
    first.database.close();

    const second = await openRunningEvents(file, clock);
    clock.advance(1);
    await second.delivered();

    expect(await second.started()).toHaveLength(2);
    second.database.close();
  });

  it('starts its target once, however often it is delivered', async () => {
    const { rule, room, ports, started, delivered } = await openRunningEvents();
    await rule();
    const event = { id: 'e-1', source: 'my.ci', account: '000000000000', region: 'us-east-1' };
    const accept = async () => {
      await room.deliveries.accept([{ event, rules: room.rules.matching(event, ['default']) }]);
      await delivered();
    };

    await accept();
    await accept();

    expect(await started()).toHaveLength(1);
    expect((await ports.store.list({ partition: 'event-deliveries' })).items).toEqual([]);
  });

  it('starts every target of every rule that fits', async () => {
    const { bridge, rule, event, started } = await openRunningEvents();
    await rule();
    await bridge().send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":[{"exists":true}]}' }));
    const Targets = ['a', 'b'].map((Id) => ({ Id, Arn: greet, Input: `{"Name":["${Id}"]}` }));
    await bridge().send(new PutTargetsCommand({ Rule: 'all', Targets }));

    await event();

    expect((await started()).map(([, , parameters]) => parameters?.Name?.[0]).sort()).toEqual(['a', 'b', 'nobody']);
  });
});

describe('a target that cannot be started', () => {
  it('is a dead letter, a line in the log, a metric and an event', async () => {
    const { rule, event, letters, lines, counts, events, ports } = await openRunningEvents();
    const DeadLetterConfig = { Arn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
    await rule({ Arn: nope, DeadLetterConfig });

    await event({ who: 'Ada' });

    const letter = {
      RuleArn: 'arn:aws:events:us-east-1:000000000000:rule/rule',
      TargetArn: nope,
      TargetId: 'one',
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
      ErrorCode: 'SDK_CLIENT_ERROR',
      RetryAttempts: 0,
    };
    expect(await letters()).toMatchObject([{ ...letter, Event: { source: 'my.ci', detail: { who: 'Ada' } } }]);
    expect((await letters())[0]?.ErrorMessage).toMatch(
      /^AutomationDefinitionNotFoundException: Automation definition Nope/,
    );
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'a target was not started', fields: letter },
    ]);
    expect(counts).toEqual({ Invocations: 1, FailedInvocations: 1 });
    expect(events.filter(({ source }) => source === 'quaymaster.events')).toMatchObject([
      { detailType: 'Target Dead Letter', detail: letter, resources: [letter.RuleArn] },
    ]);
    expect((await ports.store.list({ partition: 'event-deliveries' })).items).toEqual([]);
  });

  it.each([
    ['{"Nome":["x"]}', 'SDK_CLIENT_ERROR', /InvalidAutomationExecutionParametersException/],
    ['{"Name":"x"}', 'SDK_CLIENT_ERROR', /SerializationException/],
    ['["x"]', 'INVALID_JSON', /no JSON object/],
  ])('is told for the input %s', async (Input, code, message) => {
    const { rule, event, letters, started } = await openRunningEvents();
    await rule({ Input });

    await event();

    expect(await letters()).toMatchObject([{ ErrorCode: code, ErrorMessage: expect.stringMatching(message) }]);
    expect(await started()).toEqual([]);
  });

  it('is told where its input needs what the event lacks', async () => {
    const { rule, event, letters } = await openRunningEvents();
    await rule({ InputTransformer: { InputPathsMap: { who: '$.detail.who' }, InputTemplate: '{"Name":<who>}' } });

    await event({});

    const message = 'The input template makes no JSON of this event: the event has no value for who.';
    expect(await letters()).toMatchObject([{ ErrorCode: 'INVALID_JSON', ErrorMessage: message }]);
  });

  it('is told where it was removed before its turn', async () => {
    const { rule, room, bridge, letters, clock, delivered } = await openRunningEvents();
    await rule();
    const event = { id: 'e-1', source: 'my.ci', account: '000000000000', region: 'us-east-1' };
    const rules = room.rules.matching(event, ['default']);
    await bridge().send(new RemoveTargetsCommand({ Rule: 'rule', Ids: ['one'] }));

    await room.deliveries.accept([{ event, rules }]);
    clock.advance(1);
    await delivered();

    expect(await letters()).toMatchObject([{ ErrorCode: 'NO_RESOURCE', TargetId: 'one' }]);
  });

  it('makes no event of an event about a dead letter', async () => {
    const { rule, event, letters, events } = await openRunningEvents();
    await rule({ Arn: nope }, { EventPattern: '{"source":["quaymaster.events"]}' });

    await event({}, { Source: 'quaymaster.events' });

    expect(await letters()).toHaveLength(1);
    expect(events.filter(({ source }) => source === 'quaymaster.events')).toEqual([]);
  });
});

describe('a fault that may pass', () => {
  it('is met with tries that come later and later, until one succeeds', async () => {
    const { rule, event, started, letters, clock, delivered, ports } = await openRunningEvents();
    await rule();
    const faults = failing(ports, 2);

    await event();
    expect(faults.left).toBe(1);
    clock.advance(1000);
    await delivered();
    expect([faults.left, (await started()).length]).toEqual([0, 0]);
    clock.advance(2000);
    await delivered();

    expect(await started()).toHaveLength(1);
    expect(await letters()).toEqual([]);
  });

  it('ends with MaximumRetryAttempts', async () => {
    const { rule, event, letters, clock, delivered, ports } = await openRunningEvents();
    await rule({ RetryPolicy: { MaximumRetryAttempts: 2 } });
    failing(ports, 1000);

    await event();
    for (let turn = 0; turn < 5; turn++) {
      clock.advance(minute);
      await delivered();
    }

    expect(await letters()).toMatchObject([
      { ErrorCode: 'INTERNAL_ERROR', ExhaustedRetryCondition: 'MaximumRetryAttempts', RetryAttempts: 2 },
    ]);
  });

  it('ends with MaximumEventAgeInSeconds', async () => {
    const { rule, event, letters, clock, delivered, ports } = await openRunningEvents();
    await rule({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    failing(ports, 1000);

    await event();
    for (let turn = 0; turn < 10; turn++) {
      clock.advance(minute);
      await delivered();
    }

    expect(await letters()).toMatchObject([
      {
        ErrorCode: 'INTERNAL_ERROR',
        ExhaustedRetryCondition: 'MaximumEventAgeInSeconds',
        RetryAttempts: expect.any(Number),
      },
    ]);
  });
});

/** Executions cannot be written so many times. */
function failing(ports: { store: { write: (changes: never[]) => Promise<void> } }, times: number): { left: number } {
  const { store } = ports as unknown as { store: { write: (changes: object[]) => Promise<void> } };
  const write = store.write;
  const faults = { left: times };
  store.write = async (changes) => {
    if (faults.left === 0 || !JSON.stringify(changes).includes('"automation-execution#')) return write(changes);
    faults.left -= 1;
    throw new Error('the disk says no');
  };
  return faults;
}
