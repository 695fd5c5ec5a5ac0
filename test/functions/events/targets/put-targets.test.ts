import {
  EnableRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  DisableRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { signedEvent } from '../../../signed.ts';
import { greet, openRunningEvents } from '../running-events.ts';

const allow = (...statements: [string, string][]) => ({
  Version: '2012-10-17',
  Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
});

describe('PutTargets', () => {
  it.each([
    ['no-arn', 'Parameter no-arn is not valid. Reason: Provided Arn is not in correct format.'],
    [
      'arn:aws:sqs:us-east-1:000000000000:queue',
      'Parameter arn:aws:sqs:us-east-1:000000000000:queue is not valid. Reason: It names nothing that a rule can start here.',
    ],
    [
      'arn:aws:ssm:eu-west-1:000000000000:automation-definition/Greet',
      "Parameter arn:aws:ssm:eu-west-1:000000000000:automation-definition/Greet is not valid. Reason: A target must be in the rule's account and region.",
    ],
    [
      'arn:aws:ssm:us-east-1:111111111111:automation-definition/Greet',
      "Parameter arn:aws:ssm:us-east-1:111111111111:automation-definition/Greet is not valid. Reason: A target must be in the rule's account and region.",
    ],
  ])('refuses %s', async (Arn, message) => {
    const { rule } = await openRunningEvents();

    await expect(rule({ Arn })).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('refuses an input that cannot be', async () => {
    const { rule } = await openRunningEvents();

    await expect(rule({ Input: '{' })).rejects.toMatchObject({ message: 'JSON syntax error in input for target one.' });
  });

  it('takes five targets of a rule, and puts others in the place of those with their ids', async () => {
    const { bridge, rule } = await openRunningEvents();
    await rule();
    const put = (...ids: string[]) =>
      bridge().send(
        new PutTargetsCommand({ Rule: 'rule', Targets: ids.map((Id) => ({ Id, Arn: greet, Input: '{}' })) }),
      );

    await put('one', 'two', 'three', 'four', 'five');
    const refused = put('six');

    await expect(refused).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
    const { Targets } = await bridge().send(new ListTargetsByRuleCommand({ Rule: 'rule', Limit: 3 }));
    expect(Targets).toEqual(['one', 'two', 'three'].map((Id) => ({ Id, Arn: greet, Input: '{}' })));
  });

  it('needs permission for what it starts', async () => {
    const running = await openRunningEvents();
    const { bridge, rule } = running;
    await rule();
    const mallory = await running.principal('mallory', allow(['events:*', '*']));

    const refused = bridge(mallory).send(new PutTargetsCommand({ Rule: 'rule', Targets: [{ Id: 'two', Arn: greet }] }));

    await expect(refused).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::000000000000:user/mallory is not authorized to perform: ssm:StartAutomationExecution on resource: ${greet}:$DEFAULT because no identity-based policy allows the ssm:StartAutomationExecution action`,
    });
  });

  it('lets nobody turn the rule of others to what they may not start', async () => {
    const running = await openRunningEvents();
    const { bridge, rule } = running;
    await rule();
    const mallory = bridge(await running.principal('mallory', allow(['events:*', '*'])));

    const changed = mallory.send(new PutRuleCommand({ Name: 'rule', EventPattern: '{"source":["mine"]}' }));
    await expect(changed).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await mallory.send(new DisableRuleCommand({ Name: 'rule' }));
    const enabled = mallory.send(new EnableRuleCommand({ Name: 'rule' }));

    await expect(enabled).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('starts as the principal who put the target, for as long as that is one', async () => {
    const running = await openRunningEvents();
    const { bridge, rule, event, started, letters, handler, administrator: keys } = running;
    await rule();
    const ada = bridge(await running.principal('ada', allow(['events:*', '*'], ['ssm:*', '*'])));
    await ada.send(new PutTargetsCommand({ Rule: 'rule', Targets: [{ Id: 'one', Arn: greet }] }));
    await event();
    expect((await started()).map(([, by]) => by)).toEqual(['arn:aws:iam::000000000000:user/ada']);

    const target = 'Quaymaster.DeletePrincipal';
    await handler(signedEvent({ keys, target, service: 'quaymaster', body: '{"Name":"ada"}' }));
    await running.principal('ada', allow(['ssm:*', '*']));
    await event();

    expect(await started()).toHaveLength(1);
    expect(await letters()).toMatchObject([
      { ErrorCode: 'NO_PERMISSIONS', ErrorMessage: 'The principal ada that put the target is gone.', TargetArn: greet },
    ]);
  });
});
