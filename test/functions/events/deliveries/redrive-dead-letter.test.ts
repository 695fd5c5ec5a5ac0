import { CreateDocumentCommand } from '@aws-sdk/client-ssm';
import { DeleteRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { Keys } from '../../../door.ts';
import { signedEvent } from '../../../signed.ts';
import { openRunningEvents, type RunningEvents } from '../running-events.ts';

const later = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Later';
const readOnly = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'events:*', Resource: '*' }] };

/** The operation over the wire, as the console sends it; throws what it answers. */
const redriveOf =
  ({ handler, administrator }: RunningEvents, keys: Keys = administrator) =>
  async (letter: object) => {
    const target = 'QuaymasterEvents.RedriveDeadLetter';
    const event = signedEvent({ keys, target, service: 'quaymaster', body: JSON.stringify(letter) });
    const { statusCode, body = '' } = await handler(event);
    const answer = JSON.parse(body) as { __type?: string; message?: string; Message?: string };
    if (statusCode !== 200) throw Object.assign(new Error(answer.message ?? answer.Message), { name: answer.__type });
  };

/** A dead letter of a runbook that comes too late. */
async function openLate() {
  const room = await openRunningEvents();
  await room.rule({ Arn: later });
  await room.event({ who: 'Ada' });
  const [letter] = await room.letters();
  if (!letter) throw new Error('no dead letter');
  const { Time, EventId, RuleArn, TargetId } = letter;
  const named = { Time: Time / 1000, EventId, RuleArn, TargetId };
  const make = async () => {
    const Content = '{"schemaVersion":"0.3","mainSteps":[{"name":"wait","action":"aws:pause","inputs":{}}]}';
    await room.client.send(new CreateDocumentCommand({ Name: 'Later', DocumentType: 'Automation', Content }));
  };
  return { ...room, named, make };
}

describe('a dead letter that is tried again', () => {
  it('starts its target once the reason is gone, and is no letter any more', async () => {
    const room = await openLate();
    await room.make();

    await redriveOf(room)(room.named);
    await room.delivered();

    expect(await room.started()).toMatchObject([['Later', expect.stringMatching(/user\/admin$/), {}]]);
    expect(await room.letters()).toEqual([]);
    await expect(redriveOf(room)(room.named)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `There is no such dead letter of the event ${room.named.EventId}.`,
    });
  });

  it('comes back where it fails again', async () => {
    const room = await openLate();

    await redriveOf(room)(room.named);
    await room.delivered();

    expect(await room.letters()).toMatchObject([{ EventId: room.named.EventId, ErrorCode: 'SDK_CLIENT_ERROR' }]);
  });

  it('is started once however often somebody asks at the same time', async () => {
    const room = await openLate();
    await room.make();

    const asked = await Promise.allSettled([1, 2, 3].map(() => redriveOf(room)(room.named)));
    await room.delivered();

    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await room.started()).toHaveLength(1);
  });

  it('stays where its target is gone', async () => {
    const room = await openLate();
    await room.bridge().send(new RemoveTargetsCommand({ Rule: 'rule', Ids: ['one'] }));
    await room.bridge().send(new DeleteRuleCommand({ Name: 'rule' }));

    await expect(redriveOf(room)(room.named)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Target one does not exist on rule arn:aws:events:us-east-1:000000000000:rule/rule.',
    });

    expect(await room.letters()).toHaveLength(1);
  });

  it('is for who may do what its target does', async () => {
    const room = await openLate();
    await room.make();
    const keys = await room.principal('reader', readOnly);

    await expect(redriveOf(room, keys)(room.named)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(await room.letters()).toHaveLength(1);
    expect(await room.started()).toEqual([]);
  });
});
