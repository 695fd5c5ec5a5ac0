import { pagesFrom } from '../../cli/pages.ts';
import { deadLettersService } from '../../functions/events/dead-letters-service.ts';
import type { Room } from '../../functions/events/room.ts';
import { deadLetterItem } from '../../functions/events/deliveries/record.ts';
import { type Call, clientOf } from '../../cli/client.ts';
import { eventOf, openDoor } from '../door.ts';
import { given } from './typed.ts';

const letter = (Time: number) => ({
  EventId: `e-${Time}`,
  Time,
  RuleArn: 'arn:aws:events:us-east-1:000000000000:rule/on-push',
  TargetArn: 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Nope',
  TargetId: 'one',
  ErrorCode: 'SDK_CLIENT_ERROR',
  ErrorMessage: 'AutomationDefinitionNotFoundException: none',
  RetryAttempts: 0,
  Event: { source: 'my.ci', detail: { who: 'Ada' } },
});

/** The command's client, straight to a door. */
async function open() {
  const door = await openDoor([deadLettersService({} as Room)]);
  const { accessKeyId, secretAccessKey } = door.administrator;
  door.clock.advanceTo(Date.now());
  const send = (async (url: string, init: { headers: Record<string, string>; body: string }) => {
    const answer = await door.handler(eventOf({ ...init, method: 'POST', path: new URL(url).pathname }));
    return new Response(answer.body, { status: answer.statusCode ?? 200 });
  }) as unknown as typeof fetch;
  const keys = { accessKeyId, secretAccessKey };
  return { ...door, call: clientOf({ url: 'http://quaymaster.test', region: 'us-east-1', keys }, send) };
}

const lettersOf = (call: Call) =>
  pagesFrom<{ Time: number; Event: string }>(call, 'QuaymasterEvents.ListDeadLetters', { member: 'DeadLetters' });

describe('quaymaster dead-letters', () => {
  it('lists what could not be started, the newest first', async () => {
    const { call, ports } = await open();
    const first = ports.clock.now();
    for (let count = 0; count < 101; count++)
      await ports.store.write([{ put: deadLetterItem(letter(first + count)), expect: 0 }]);

    const letters = await lettersOf(call);

    expect(letters).toHaveLength(101);
    const times = letters.map(({ Time }) => Math.round(Time * 1000) - first);
    expect([times[0], times[100]]).toEqual([100, 0]);
  });

  it('shows the event as it was', async () => {
    const { call, ports } = await open();
    await ports.store.write([{ put: deadLetterItem(letter(ports.clock.now())), expect: 0 }]);

    const [shown] = await lettersOf(call);

    expect(shown).toMatchObject({ TargetId: 'one', RetryAttempts: 0 });
    expect(JSON.parse(shown?.Event ?? '')).toEqual({ source: 'my.ci', detail: { who: 'Ada' } });
  });

  it('refuses a token that no page gave', async () => {
    const { call } = await open();

    const refused = call('QuaymasterEvents.ListDeadLetters', { NextToken: 'odd' });

    await expect(refused).rejects.toMatchObject({ code: 'InvalidNextToken' });
  });

  it('takes no arguments', async () => {
    expect(() => given('dead-letters', 'x')).toThrow("dead-letters list takes no 'x'");
  });
});
