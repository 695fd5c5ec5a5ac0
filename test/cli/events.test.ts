import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../agent/depot.ts';
import { here, type Here } from './here.ts';

let at: Here;

describe('events on the command line', () => {
  beforeAll(async () => {
    at = await here();
    await at.call('AWSEvents.PutRule', {
      Name: 'on-push',
      EventPattern: '{"source":["my.ci"]}',
      Description: 'Pushes.',
    });
    await at.call('AWSEvents.PutTargets', {
      Rule: 'on-push',
      Targets: [
        { Id: 'one', Arn: 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Release', Input: '{"V":["1"]}' },
      ],
    });
  });
  afterAll(() => at.close());

  it('lists rules, shows one, and switches it', async () => {
    const listed = await at.quaymaster('events', 'rules');
    const shown = await at.quaymaster('events', 'rule', 'on-push');
    const disabled = await at.quaymaster('events', 'disable', 'on-push');
    const after = await at.quaymaster('events', 'rules');
    const enabled = await at.quaymaster('events', 'enable', 'on-push');
    const again = await at.quaymaster('events', 'enable', 'on-push', '-o', 'json');

    expect(listed.out).toBe('RULE     STATE    WHEN\non-push  ENABLED  {"source":["my.ci"]}\n');
    expect(shown.out).toBe(
      'on-push  ENABLED\nPushes.\n{"source":["my.ci"]}\n\n' +
        'TARGET  STARTS                                                            INPUT\n' +
        'one     arn:aws:ssm:us-east-1:000000000000:automation-definition/Release  {"V":["1"]}\n',
    );
    expect(disabled.out).toBe('disabled on-push\n');
    expect(after.out).toContain('DISABLED');
    expect(enabled.out).toBe('enabled on-push\n');
    expect(JSON.parse(again.out)).toEqual({ Name: 'on-push', EventBusName: 'default', State: 'ENABLED' });
  });

  it('puts an event, and tells what rules could not start', async () => {
    const file = join(at.data, 'detail.json');
    writeFileSync(file, '{"branch":"main"}');
    const event = ['events', 'put', '--source', 'my.ci', '--detail-type', 'push'];

    const put = await at.quaymaster(...event, '--detail', `@${file}`);
    await expect(async () => at.quaymaster(...event, '--detail', '{')).rejects.toThrow('--detail is no JSON');
    const letters = await until(async () => (await at.quaymaster('dead-letters', '--json')).out);

    expect(put.out).toMatch(/^[0-9a-f-]{36}\n$/);
    expect(letters).toContain('AutomationDefinitionNotFoundException');
    expect((await at.quaymaster('dead-letters')).out).toMatch(
      /^EVENT +TIME +RULE +CODE +MESSAGE\n[0-9a-f-]{36} .* on-push\/one /,
    );
  }, 60_000);

  it('tries again what could not be started, as often as it is told to', async () => {
    const event = ['events', 'put', '--source', 'my.ci', '--detail-type', 'push', '-o', 'json'];
    const { EventId } = JSON.parse((await at.quaymaster(...event)).out) as { EventId: string };
    const ofEvent = async () =>
      JSON.parse((await at.quaymaster('dead-letters', 'list', '-o', 'json')).out) as { EventId: string }[];
    const isDead = () => until(async () => (await ofEvent()).some((letter) => letter.EventId === EventId));
    await isDead();
    const count = (await ofEvent()).length;

    const again = await at.quaymaster('dead-letters', 'redrive', EventId);
    await isDead();
    const file = join(at.data, 'Release.yaml');
    const step = '{name: wait, action: "aws:sleep", inputs: {Duration: PT0S}}';
    writeFileSync(file, `schemaVersion: "0.3"\nparameters: {V: {type: String}}\nmainSteps: [${step}]\n`);
    await at.quaymaster('documents', 'create', file);
    const [done] = JSON.parse((await at.quaymaster('dead-letters', 'redrive', EventId, '-o', 'json')).out) as object[];

    expect(again.out).toBe(`sent ${EventId} to on-push/one again\n`);
    const RuleArn = 'arn:aws:events:us-east-1:000000000000:rule/on-push';
    expect(done).toEqual({ Time: expect.stringMatching(/^\d{4}-.*Z$/), EventId, RuleArn, TargetId: 'one' });
    await until(async () => (await at.quaymaster('executions', 'list', '-o', 'json')).out.includes('"Release"'));
    expect(await ofEvent()).toHaveLength(count - 1);
    await expect(at.quaymaster('dead-letters', 'redrive', EventId)).rejects.toThrow(
      `no dead letter is of the event ${EventId}; quaymaster dead-letters tells what there is`,
    );
  }, 60_000);

  it('sends an event again to the targets that are left, and tells of the one that is gone', async () => {
    await at.call('AWSEvents.PutRule', { Name: 'two', EventPattern: '{"source":["two"]}' });
    const Arn = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Nowhere';
    await at.call('AWSEvents.PutTargets', { Rule: 'two', Targets: ['a', 'b'].map((Id) => ({ Id, Arn })) });
    const id = (await at.quaymaster('events', 'put', '--source', 'two', '--detail-type', 'push')).out.trim();
    const letters = await until(async () => {
      const all = JSON.parse((await at.quaymaster('dead-letters', '-o', 'json')).out) as Record<string, string>[];
      const found = all.filter(({ EventId }) => EventId === id).map(({ TargetId }) => TargetId);
      return found.length === 2 && found;
    });
    const [gone, left] = letters;
    await at.call('AWSEvents.RemoveTargets', { Rule: 'two', Ids: [gone] });

    const { code, out, err } = await at.quaymaster('dead-letters', 'redrive', id);

    expect(code).toBe(1);
    expect(out).toBe(`sent ${id} to two/${left} again\n`);
    expect(err).toMatch(new RegExp(`^quaymaster: not sent to two/${gone}: ResourceNotFoundException: .*\\n$`));
  }, 60_000);

  it.each([
    [['events', 'rules'], 'aws events list-rules --event-bus-name default'],
    [['events', 'rule', 'on-push'], 'aws events describe-rule --name on-push'],
    [['events', 'disable', 'on-push'], 'aws events disable-rule --name on-push'],
    [['events', 'put', '--source', 'a', '--detail-type', 'b'], 'aws events put-events'],
    [['dead-letters'], 'the queue quaymaster-dev-dead-letters, aws sqs receive-message'],
    [['dead-letters', 'redrive', 'ID'], 'the queue quaymaster-dev-dead-letters, aws sqs receive-message'],
  ])('says where they are in an account: %j', async (words, instead) => {
    const where = `a deployment in an AWS account leaves this to AWS itself: ${instead}`;

    await expect(at.quaymaster(...words, '--stage', 'dev')).rejects.toThrow(where);
  });

  it.each([
    [['rule', 'nope'], 'ResourceNotFoundException'],
    [['put', '--source', 'my.ci'], 'events put needs --detail-type TYPE'],
  ])('refuses events %j', async (words, message) => {
    await expect(async () => at.quaymaster('events', ...words)).rejects.toThrow(message);
  });
});
