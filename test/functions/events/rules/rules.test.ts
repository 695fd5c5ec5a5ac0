import {
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { greet, openRunningEvents } from '../running-events.ts';

const EventPattern = '{"source":["my.ci"]}';
const notFound = { name: 'ResourceNotFoundException', message: 'Rule none does not exist on EventBus default.' };

describe('PutRule', () => {
  it('makes a rule that DescribeRule and ListRules show', async () => {
    const { bridge } = await openRunningEvents();
    const client = bridge();

    const { RuleArn } = await client.send(new PutRuleCommand({ Name: 'rule', EventPattern, Description: 'pushes' }));

    const shown = {
      Name: 'rule',
      Arn: RuleArn,
      EventPattern,
      State: 'ENABLED',
      Description: 'pushes',
      EventBusName: 'default',
    };
    expect(RuleArn).toBe('arn:aws:events:us-east-1:000000000000:rule/rule');
    expect(await client.send(new DescribeRuleCommand({ Name: 'rule' }))).toMatchObject({
      ...shown,
      CreatedBy: '000000000000',
    });
    expect((await client.send(new ListRulesCommand({}))).Rules).toEqual([shown]);
  });

  it('puts another in its place and keeps its targets and tags', async () => {
    const { bridge, rule } = await openRunningEvents();
    const client = bridge();
    await rule({}, { EventPattern, Description: 'old', Tags: [{ Key: 'team', Value: 'a' }] });

    await client.send(
      new PutRuleCommand({ Name: 'rule', EventPattern: '{"source":["other"]}', Tags: [{ Key: 'x', Value: 'y' }] }),
    );

    const { Description, EventPattern: pattern, Arn } = await client.send(new DescribeRuleCommand({ Name: 'rule' }));
    expect([Description, pattern]).toEqual([undefined, '{"source":["other"]}']);
    expect((await client.send(new ListTargetsByRuleCommand({ Rule: 'rule' }))).Targets).toEqual([
      { Id: 'one', Arn: greet },
    ]);
    expect((await client.send(new ListTagsForResourceCommand({ ResourceARN: Arn }))).Tags).toEqual([
      { Key: 'team', Value: 'a' },
    ]);
  });

  it('has a bus of its own for the ARN of its rules', async () => {
    const { bridge } = await openRunningEvents();

    const { RuleArn } = await bridge().send(
      new PutRuleCommand({ Name: 'rule', EventPattern, EventBusName: 'quaymaster' }),
    );

    expect(RuleArn).toBe('arn:aws:events:us-east-1:000000000000:rule/quaymaster/rule');
  });

  it.each([
    [{}, 'ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
    [
      { EventPattern: '{"a":1}' },
      'InvalidEventPatternException',
      'Event pattern is not valid. Reason: "a" must be an object or an array',
    ],
    [{ ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException', 'Parameter ScheduleExpression is not valid.'],
    [
      { ScheduleExpression: 'rate(1 day)', EventBusName: 'quaymaster' },
      'ValidationException',
      'ScheduleExpression is supported only on the default event bus.',
    ],
    [{ EventPattern, EventBusName: 'nope' }, 'ResourceNotFoundException', 'Event bus nope does not exist.'],
    [
      { EventPattern, EventBusName: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' },
      'ResourceNotFoundException',
      'Event bus arn:aws:events:eu-west-1:000000000000:event-bus/default does not exist.',
    ],
    [
      { EventPattern, State: 'ON' as 'ENABLED' },
      'ValidationException',
      "1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]",
    ],
  ])('refuses %j', async (input, name, message) => {
    const { bridge } = await openRunningEvents();

    const refused = bridge().send(new PutRuleCommand({ Name: 'rule', ...input }));

    await expect(refused).rejects.toMatchObject({ name, message });
    expect((await bridge().send(new ListRulesCommand({}))).Rules).toEqual([]);
  });

  it('takes 300 rules of a bus, and pages them', async () => {
    const { bridge } = await openRunningEvents();
    const client = bridge();
    for (let count = 100; count < 400; count++)
      await client.send(new PutRuleCommand({ Name: `rule-${count}`, EventPattern }));

    const refused = client.send(new PutRuleCommand({ Name: 'one-more', EventPattern }));

    await expect(refused).rejects.toMatchObject({ name: 'LimitExceededException' });
    const first = await client.send(new ListRulesCommand({ NamePrefix: 'rule-3', Limit: 60 }));
    const second = await client.send(
      new ListRulesCommand({ NamePrefix: 'rule-3', Limit: 60, NextToken: first.NextToken }),
    );
    expect([first.Rules?.length, second.Rules?.length, second.NextToken]).toEqual([60, 40, undefined]);
    expect(second.Rules?.at(-1)?.Name).toBe('rule-399');
    const odd = client.send(new ListRulesCommand({ NextToken: first.NextToken }));
    await expect(odd).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('the operations on a rule', () => {
  it('are refused where there is none', async () => {
    const client = (await openRunningEvents()).bridge();

    await expect(client.send(new DescribeRuleCommand({ Name: 'none' }))).rejects.toMatchObject(notFound);
    await expect(client.send(new EnableRuleCommand({ Name: 'none' }))).rejects.toMatchObject(notFound);
    await expect(client.send(new DisableRuleCommand({ Name: 'none' }))).rejects.toMatchObject(notFound);
    await expect(client.send(new ListTargetsByRuleCommand({ Rule: 'none' }))).rejects.toMatchObject(notFound);
    await expect(client.send(new RemoveTargetsCommand({ Rule: 'none', Ids: ['a'] }))).rejects.toMatchObject(notFound);
    const ResourceARN = 'arn:aws:events:us-east-1:000000000000:rule/none';
    await expect(client.send(new TagResourceCommand({ ResourceARN, Tags: [] }))).rejects.toMatchObject(notFound);
    await expect(client.send(new UntagResourceCommand({ ResourceARN, TagKeys: [] }))).rejects.toMatchObject(notFound);
    expect(await client.send(new DeleteRuleCommand({ Name: 'none' }))).toMatchObject({});
  });

  it('delete it only without targets', async () => {
    const { bridge, rule } = await openRunningEvents();
    await rule();
    const client = bridge();
    const refused = client.send(new DeleteRuleCommand({ Name: 'rule' }));
    await expect(refused).rejects.toMatchObject({ message: "Rule can't be deleted since it has targets." });

    const removed = await client.send(new RemoveTargetsCommand({ Rule: 'rule', Ids: ['one', 'two'] }));
    await client.send(new DeleteRuleCommand({ Name: 'rule' }));

    expect(removed).toMatchObject({ FailedEntryCount: 1, FailedEntries: [{ TargetId: 'two' }] });
    expect((await client.send(new ListRulesCommand({}))).Rules).toEqual([]);
  });

  it('switch it off and on', async () => {
    const { bridge, rule, event, started } = await openRunningEvents();
    await rule();
    await bridge().send(new DisableRuleCommand({ Name: 'rule' }));
    await event();
    expect(await started()).toEqual([]);

    await bridge().send(new EnableRuleCommand({ Name: 'rule' }));
    await event();

    expect(await started()).toHaveLength(1);
  });

  it('find it by its target', async () => {
    const { bridge, rule } = await openRunningEvents();
    await rule();

    const found = await bridge().send(new ListRuleNamesByTargetCommand({ TargetArn: greet }));
    const none = await bridge().send(new ListRuleNamesByTargetCommand({ TargetArn: `${greet}:2` }));

    expect([found.RuleNames, none.RuleNames]).toEqual([['rule'], []]);
  });

  it('tag it', async () => {
    const { bridge, rule } = await openRunningEvents();
    await rule();
    const client = bridge();
    const ResourceARN = 'arn:aws:events:us-east-1:000000000000:rule/rule';
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];

    await client.send(new TagResourceCommand({ ResourceARN, Tags }));
    await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));

    expect((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    const reserved = client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'aws:x', Value: '' }] }));
    await expect(reserved).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('the buses', () => {
  it('are two', async () => {
    const client = (await openRunningEvents()).bridge();

    expect((await client.send(new ListEventBusesCommand({}))).EventBuses).toEqual([
      { Name: 'default', Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
      { Name: 'quaymaster', Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/quaymaster' },
    ]);
    expect((await client.send(new DescribeEventBusCommand({}))).Name).toBe('default');
    const unknown = client.send(new DescribeEventBusCommand({ Name: 'nope' }));
    await expect(unknown).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Event bus nope does not exist.',
    });
  });
});

describe('TestEventPattern', () => {
  const event = {
    id: '1',
    account: '1',
    source: 'my.ci',
    time: '2026-01-01T00:00:00Z',
    region: 'r',
    'detail-type': 'push',
  };

  it('tells whether an event fits', async () => {
    const client = (await openRunningEvents()).bridge();
    const test = async (EventPattern: string) =>
      (await client.send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) }))).Result;

    expect(await test('{"source":["my.ci"]}')).toBe(true);
    expect(await test('{"source":["other"]}')).toBe(false);
    await expect(test('{')).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
  });

  it.each(['plain text', '{"source":"my.ci"}', '[]'])('refuses the event %s', async (Event) => {
    const client = (await openRunningEvents()).bridge();

    const refused = client.send(new TestEventPatternCommand({ EventPattern: '{"source":["my.ci"]}', Event }));

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter Event is not valid.',
    });
  });
});
