import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { configOf, runbook, until } from './scene.ts';
import type { Started } from './server.ts';

/** A rule by the clock and one by an event, both of which start a runbook. */
export async function rules(server: Started): Promise<void> {
  const events = new EventBridgeClient(configOf(server));
  await runbook(
    server,
    'Nightly',
    '{"schemaVersion":"0.3","mainSteps":[{"name":"rest","action":"aws:sleep","inputs":{"Duration":"PT1S"}}]}',
  );
  const Arn = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Nightly';
  await events.send(
    new PutRuleCommand({
      Name: 'nightly',
      ScheduleExpression: 'cron(0 3 * * ? *)',
      Description: 'Tidies up while everybody sleeps.',
    }),
  );
  await events.send(new PutTargetsCommand({ Rule: 'nightly', Targets: [{ Id: '1', Arn }] }));
  const EventPattern = '{"source":["my.ci"],"detail":{"branch":["main",{"prefix":"release/"}]}}';
  await events.send(new PutRuleCommand({ Name: 'on-push', EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: 'on-push', Targets: [{ Id: 'release', Arn }] }));
  events.destroy();
}

/** A rule whose runbook nobody has made, and an event for it: a dead letter. */
export async function deadLetter(server: Started): Promise<void> {
  const events = new EventBridgeClient(configOf(server));
  const Arn = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Forgotten';
  await events.send(new PutRuleCommand({ Name: 'forgotten', EventPattern: '{"source":["my.shop"]}' }));
  await events.send(new PutTargetsCommand({ Rule: 'forgotten', Targets: [{ Id: 'release', Arn }] }));
  const Detail = JSON.stringify({ branch: 'main' });
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'my.shop', DetailType: 'push', Detail }] }));
  await until(async () => {
    const { DeadLetters } = await server.call<{ DeadLetters: object[] }>('QuaymasterEvents.ListDeadLetters', {});
    return DeadLetters.length > 0;
  });
  events.destroy();
}
