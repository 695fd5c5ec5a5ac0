import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { ListDocumentsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { libfaketime } from './settable-clock.ts';
import { expectSoon, listed, ofDocument, start, type TimedProgram, timedProgram, told } from './timed-program.ts';

if (!libfaketime) console.warn('SKIPPED: clocks that are set were not tried on the program, there is no faketime');

const [second, hour, day] = [1000, 3_600_000, 86_400_000];
const administrator = 'arn:aws:iam::000000000000:user/admin';
const approved = { Parameters: { Approvers: [administrator] } };

const waiting = 'Waiting, gate Waiting, child Pending';
const timedOut = 'TimedOut, gate TimedOut, child Pending';
const done = 'Success, gate Success, child Success';

const approve = ({ call }: TimedProgram, AutomationExecutionId: string) =>
  call('SendAutomationSignal', { AutomationExecutionId, SignalType: 'Approve' });

/** A whole second goes by for it. */
const aSecond = async (program: TimedProgram): Promise<string> => {
  const id = await start(program, 'Quick');
  await expectSoon(program, id, 'Success, nap Success');
  return id;
};

(libfaketime ? describe : describe.skip)('the program whose clock is set', () => {
  let program: TimedProgram;
  let killAndStartAt: (ahead: number) => Promise<void>;
  let remove: () => Promise<void>;
  beforeEach(async () => void ({ program, killAndStartAt, remove } = await timedProgram()));
  afterEach(() => remove());

  it('ends waits of a week and of a month at their time, within seconds of a leap there, and none before', async () => {
    const month = await start(program, 'Month', approved);
    const other = await start(program, 'Month', approved);
    const week = await start(program, 'Week', approved);
    const nap = await start(program, 'Nap');
    const Time = [new Date(program.clock.now() + 6 * day).toISOString()];
    const until = await start(program, 'Until', { Parameters: { Time } });
    await aSecond(program);
    for (const id of [month, other, week]) expect(await told(program, id)).toBe(waiting);
    for (const id of [nap, until]) expect(await told(program, id)).toBe('InProgress, nap InProgress');

    program.clock.set(25 * day);
    await expectSoon(program, week, timedOut);
    for (const id of [nap, until]) await expectSoon(program, id, 'Success, nap Success');

    program.clock.set(30 * day - 20 * second);
    await aSecond(program);
    await approve(program, other);
    await expectSoon(program, other, done);
    expect(await told(program, month)).toBe(waiting);

    program.clock.set(31 * day);
    await expectSoon(program, month, timedOut);
    expect((await listed(program, ofDocument('Child'))).length).toBe(1);
  }, 90_000);

  it.each([
    ['an hour', hour],
    ['a day', day],
  ])(
    'loses nothing, repeats nothing and goes on when it is set back by %s',
    async (_words, back) => {
      const ClientToken = '00000000-0000-4000-8000-000000000001';
      const first = await start(program, 'Month', { ...approved, ClientToken });
      const over = await aSecond(program);
      const nap = await start(program, 'Nap');
      await expectSoon(program, first, waiting);

      program.clock.set(-back);
      const again = await start(program, 'Month', { ...approved, ClientToken });
      const second = await start(program, 'Month', approved);
      const quick = await aSecond(program);
      await expectSoon(program, second, waiting);
      for (const id of [first, second]) await approve(program, id);
      for (const id of [first, second]) await expectSoon(program, id, done);

      expect(again).toBe(first);
      expect(await told(program, nap)).toBe('InProgress, nap InProgress');
      const children = await listed(program, ofDocument('Child'));
      expect(new Set(children).size).toBe(2);
      expect((await listed(program)).toSorted()).toEqual([first, over, nap, second, quick, ...children].toSorted());
      expect((await listed(program, ofDocument('Month'))).toSorted()).toEqual([first, second].toSorted());
      program.clock.set(0);
      expect(await start(program, 'Month', { ...approved, ClientToken })).toBe(first);
      for (const id of [first, second]) expect(await told(program, id)).toBe(done);
    },
    90_000,
  );

  it('goes on after kill -9 and a start a day earlier, nine days later, and at the old time', async () => {
    const late = await start(program, 'Week', approved);
    const early = await start(program, 'Week', approved);
    const nap = await start(program, 'Nap');
    await expectSoon(program, late, waiting);

    await killAndStartAt(-day);
    await approve(program, early);
    await expectSoon(program, early, done);
    expect(await told(program, late)).toBe(waiting);
    expect(await told(program, nap)).toBe('InProgress, nap InProgress');

    await killAndStartAt(9 * day);
    await expectSoon(program, late, timedOut);
    await expectSoon(program, nap, 'Success, nap Success');
    expect(await told(program, early)).toBe(done);

    await killAndStartAt(0);
    expect([await told(program, late), await told(program, early)]).toEqual([timedOut, done]);
    const children = await listed(program, ofDocument('Child'));
    expect(children.length).toBe(1);
    expect((await listed(program)).toSorted()).toEqual([late, early, nap, ...children].toSorted());
  }, 90_000);

  it('lists what was started while it was a month ahead', async () => {
    program.clock.set(31 * day);
    const ahead = await start(program, 'Month', approved);
    await expectSoon(program, ahead, waiting);

    program.clock.set(0);

    expect(await listed(program)).toEqual([ahead]);
    expect(await listed(program, { Filters: [{ Key: 'ExecutionStatus', Values: ['Waiting'] }] })).toEqual([ahead]);
  }, 60_000);

  it('starts what a schedule names once, not for each hour of a month that a leap left out', async () => {
    const { server } = program;
    const events = new EventBridgeClient({
      endpoint: server.url.href,
      region: 'us-east-1',
      credentials: server.keys(),
    });
    await events.send(new PutRuleCommand({ Name: 'hourly', ScheduleExpression: 'rate(1 hour)' }));
    const Arn = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Child';
    await events.send(new PutTargetsCommand({ Rule: 'hourly', Targets: [{ Id: 'one', Arn }] }));
    events.destroy();

    program.clock.set(31 * day);
    await aSecond(program);
    await aSecond(program);
    const missed = await listed(program, ofDocument('Child'));
    program.clock.set(31 * day + hour);
    await aSecond(program);
    await aSecond(program);
    program.clock.set(31 * day - hour);
    await aSecond(program);

    expect(missed).toEqual([]);
    expect((await listed(program, ofDocument('Child'))).length).toBe(1);
  }, 90_000);

  it.each([
    ['ahead', 31 * day, /400 .*Signature expired: \d{8}T\d{6}Z is now earlier than /],
    ['back', -day, /400 .*Signature not yet current: \d{8}T\d{6}Z is still later than /],
  ])(
    'refuses what is signed by the true time when it is %s, and serves clients that follow it',
    async (_words, ahead, refusal) => {
      const { server } = program;
      const official = { endpoint: server.url.href, region: 'us-east-1', credentials: server.keys() };
      program.clock.set(ahead);

      await expect(server.client(1)('ListDocuments', {})).rejects.toThrow(refusal);
      // Node makes the Date header anew each second.
      await aSecond(program);
      const ssm = new SSMClient(official);
      expect((await ssm.send(new ListDocumentsCommand({}))).DocumentIdentifiers?.length).toBe(6);
      ssm.destroy();
    },
    60_000,
  );
});
