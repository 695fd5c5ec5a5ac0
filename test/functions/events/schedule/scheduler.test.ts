import {
  DisableRuleCommand,
  EnableRuleCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
  DeleteRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '../../../clock.ts';
import { openRunningEvents, type RunningEvents } from '../running-events.ts';

const minute = 60_000;
const everyFive = { ScheduleExpression: 'rate(5 minutes)' };

async function pass({ clock, delivered }: RunningEvents, time: number): Promise<void> {
  for (let passed = 0; passed < time; passed += minute) {
    clock.advance(minute);
    await delivered();
  }
}

describe('a rule with a schedule', () => {
  it('starts its targets at every time, with an event of its own', async () => {
    const running = await openRunningEvents();
    await running.rule({ InputTransformer: { InputTemplate: '{"Name":["<aws.events.event.json>"]}' } }, everyFive);

    await pass(running, 11 * minute);

    const started = await running.started();
    expect(started).toHaveLength(2);
    expect(JSON.parse(started[0]?.[2]?.Name?.[0] ?? '')).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2026-01-01T00:05:00Z',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/rule'],
      detail: {},
    });
  });

  it('is due at the minute of its cron expression', async () => {
    const running = await openRunningEvents();
    await running.rule({}, { ScheduleExpression: 'cron(30 0 * * ? *)' });

    await pass(running, 29 * minute);
    expect(await running.started()).toHaveLength(0);
    await pass(running, minute);

    expect(await running.started()).toHaveLength(1);
  });

  it('rests while it is disabled, and counts anew when it is enabled', async () => {
    const running = await openRunningEvents();
    await running.rule({}, everyFive);
    await running.bridge().send(new DisableRuleCommand({ Name: 'rule' }));
    await pass(running, 7 * minute);
    await running.bridge().send(new EnableRuleCommand({ Name: 'rule' }));

    await pass(running, 4 * minute);
    expect(await running.started()).toHaveLength(0);
    await pass(running, minute);

    expect(await running.started()).toHaveLength(1);
  });

  it('keeps its pace when something else of it is changed', async () => {
    const running = await openRunningEvents();
    await running.rule({}, everyFive);
    await pass(running, 3 * minute);

    await running.bridge().send(new PutRuleCommand({ Name: 'rule', ...everyFive, Description: 'new' }));
    await pass(running, 2 * minute);

    expect(await running.started()).toHaveLength(1);
  });

  it('is over when the rule is deleted', async () => {
    const running = await openRunningEvents();
    await running.rule({}, everyFive);
    await running.bridge().send(new RemoveTargetsCommand({ Rule: 'rule', Ids: ['one'] }));
    await running.bridge().send(new DeleteRuleCommand({ Name: 'rule' }));

    await pass(running, 10 * minute);

    expect((await running.ports.store.list({ partition: 'event-schedules' })).items).toEqual([]);
    expect(running.counts).toEqual({});
  });

  it('goes on after a restart; times that passed meanwhile are told, not made up for', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'events-')), 'quaymaster.db');
    const clock = fakeClock();
    const first = await openRunningEvents(file, clock);
    await first.rule({}, everyFive);
    first.room.scheduler.close();
    first.database.close();
    clock.advance(17 * minute);

    const second = await openRunningEvents(file, clock);
    await second.delivered();
    expect([(await second.started()).length, second.counts]).toEqual([0, { MissedSchedules: 1 }]);
    expect(second.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: 'a schedule was missed', fields: { due: '2026-01-01T00:05:00.000Z' } },
    ]);
    await pass(second, 3 * minute);

    expect(await second.started()).toHaveLength(1);
    second.database.close();
  });

  it('is made up for within its minute', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'events-')), 'quaymaster.db');
    const clock = fakeClock();
    const first = await openRunningEvents(file, clock);
    await first.rule({}, everyFive);
    first.room.scheduler.close();
    first.database.close();
    clock.advance(5.5 * minute);

    const second = await openRunningEvents(file, clock);
    await second.delivered();

    expect(await second.started()).toHaveLength(1);
    second.database.close();
  });

  it('starts nothing twice when the clock is set back', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'events-')), 'quaymaster.db');
    const first = await openRunningEvents(file, fakeClock());
    await first.rule({}, everyFive);
    await pass(first, 5 * minute);
    expect(await first.started()).toHaveLength(1);
    first.database.close();

    const second = await openRunningEvents(file, fakeClock());
    await pass(second, 9 * minute);
    expect(await second.started()).toHaveLength(1);
    await pass(second, minute);

    expect(await second.started()).toHaveLength(2);
    second.database.close();
  });
});
