import { CreateDocumentCommand, GetCalendarStateCommand } from '@aws-sdk/client-ssm';
import type { Service } from '../../../../functions/api/service.ts';
import { getCalendarState } from '../../../../functions/ssm/calendars/get-calendar-state.ts';
import { ssm } from '../../../../functions/ssm/index.ts';
import { openDoor } from '../../../door.ts';
import { runbook } from '../documents/runbooks.ts';

const service: Service = { ...ssm, actions: { ...ssm.actions, GetCalendarState: getCalendarState } };

const calendar = (type: string, ...lines: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'PRODID:-//AWS//Change Calendar 1.0//EN',
    `X-CALENDAR-TYPE:${type}`,
    ...lines,
    'END:VCALENDAR',
  ].join('\r\n');

const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];

/** A door to the calendars given by name; `state` asks for one of them, `times` for its state at each time. */
async function withCalendars(calendars: Record<string, string>) {
  const door = await openDoor([service]);
  const client = door.ssm();
  for (const [Name, Content] of Object.entries(calendars)) {
    const document = { Name, Content, DocumentType: 'ChangeCalendar', DocumentFormat: 'TEXT' } as const;
    await client.send(new CreateDocumentCommand(document));
  }
  const state = async (AtTime?: string, CalendarNames = Object.keys(calendars)) => {
    const answer = await client.send(new GetCalendarStateCommand({ CalendarNames, AtTime }));
    return { State: answer.State, AtTime: answer.AtTime, NextTransitionTime: answer.NextTransitionTime };
  };
  const changes = async (AtTime: string) => {
    const { State, NextTransitionTime } = await state(AtTime);
    return [State, NextTransitionTime];
  };
  return { ...door, client, state, changes };
}

const one = (type: string, ...lines: string[]) => withCalendars({ Freeze: calendar(type, ...lines) });

describe('GetCalendarState', () => {
  it('tells the state now', async () => {
    const { clock, state } = await one('DEFAULT_OPEN', ...event('DTSTART:20260101T000010Z', 'DURATION:PT5S'));

    expect(await state()).toEqual({
      State: 'OPEN',
      AtTime: '2026-01-01T00:00:00Z',
      NextTransitionTime: '2026-01-01T00:00:10Z',
    });
    clock.advance(10_000);
    expect(await state()).toMatchObject({ State: 'CLOSED', NextTransitionTime: '2026-01-01T00:00:15Z' });
    clock.advance(5000);
    expect(await state()).toEqual({ State: 'OPEN', AtTime: '2026-01-01T00:00:15Z', NextTransitionTime: undefined });
  });

  it('opens a calendar that is closed by default during its events', async () => {
    const { changes } = await one('DEFAULT_CLOSED', ...event('DTSTART:20260105T090000Z', 'DTEND:20260105T170000Z'));

    expect(await changes('2026-01-05T08:59:59Z')).toEqual(['CLOSED', '2026-01-05T09:00:00Z']);
    expect(await changes('2026-01-05T09:00:00Z')).toEqual(['OPEN', '2026-01-05T17:00:00Z']);
  });

  it('tells of a calendar without events that nothing changes', async () => {
    const { changes } = await one('DEFAULT_CLOSED', 'BEGIN:VTODO', 'SUMMARY:Add events.', 'END:VTODO');

    expect(await changes('2026-01-05T08:00:00Z')).toEqual(['CLOSED', undefined]);
  });

  it.each([
    ['2026-01-05T02:30:00-0700', '2026-01-05T09:30:00Z', 'CLOSED'],
    ['2026-01-05T02:30:00-07:00', '2026-01-05T09:30:00Z', 'CLOSED'],
    ['2026-01-05T09:30', '2026-01-05T09:30:00Z', 'CLOSED'],
    ['2026-01-05T09:30:00.750Z', '2026-01-05T09:30:00Z', 'CLOSED'],
    ['2026-01-05', '2026-01-05T00:00:00Z', 'OPEN'],
  ])('understands the time %s', async (given, AtTime, State) => {
    const { state } = await one('DEFAULT_OPEN', ...event('DTSTART:20260105T090000Z', 'DURATION:PT1H'));

    expect(await state(given)).toMatchObject({ AtTime, State });
  });

  it('joins events that follow each other or overlap', async () => {
    const { changes } = await one(
      'DEFAULT_OPEN',
      ...event('DTSTART:20260105T090000Z', 'DURATION:PT1H'),
      ...event('DTSTART:20260105T100000Z', 'DURATION:PT2H'),
      ...event('DTSTART:20260105T113000Z', 'DURATION:PT1H'),
    );

    expect(await changes('2026-01-05T09:30:00Z')).toEqual(['CLOSED', '2026-01-05T12:30:00Z']);
  });

  it('follows a rule by the clock of its time zone, over a change of the clocks', async () => {
    const { changes } = await one(
      'DEFAULT_OPEN',
      ...event(
        'DTSTART;TZID="America/New_York":20250101T100000',
        'DTEND;TZID="America/New_York":20250101T120000',
        'RRULE:FREQ=DAILY',
      ),
    );

    expect(await changes('2026-03-07T15:30:00Z')).toEqual(['CLOSED', '2026-03-07T17:00:00Z']);
    expect(await changes('2026-03-07T18:00:00Z')).toEqual(['OPEN', '2026-03-08T14:00:00Z']);
  });

  it('takes whole days by the time zone of the calendar', async () => {
    const { changes } = await one(
      'DEFAULT_OPEN',
      'X-WR-TIMEZONE:Asia/Tokyo',
      ...event('DTSTART;VALUE=DATE:20260501', 'RRULE:FREQ=YEARLY'),
      ...event('DTSTART;VALUE=DATE:20260503', 'DTEND;VALUE=DATE:20260506'),
    );

    expect(await changes('2027-04-30T15:00:00Z')).toEqual(['CLOSED', '2027-05-01T15:00:00Z']);
    expect(await changes('2026-05-04T00:00:00Z')).toEqual(['CLOSED', '2026-05-05T15:00:00Z']);
  });

  it('knows the last working day of a month', async () => {
    const rule = 'RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1';
    const { changes } = await one('DEFAULT_OPEN', ...event('DTSTART:20251231T000000Z', 'DURATION:P1D', rule));

    expect(await changes('2026-01-15T00:00:00Z')).toEqual(['OPEN', '2026-01-30T00:00:00Z']);
    expect(await changes('2026-01-30T12:00:00Z')).toEqual(['CLOSED', '2026-01-31T00:00:00Z']);
  });

  it('leaves out excluded, moved and cancelled times, and adds extra ones', async () => {
    const { changes } = await one(
      'DEFAULT_OPEN',
      ...event(
        'UID:a',
        'DTSTART:20260105T100000Z',
        'DURATION:PT1H',
        'RRULE:FREQ=DAILY;COUNT=4',
        'EXDATE:20260106T100000Z',
        'RDATE:20260120T100000Z',
      ),
      ...event('UID:a', 'RECURRENCE-ID:20260107T100000Z', 'DTSTART:20260107T150000Z', 'DURATION:PT1H'),
      ...event(
        'UID:a',
        'RECURRENCE-ID:20260108T100000Z',
        'DTSTART:20260108T100000Z',
        'DURATION:PT1H',
        'STATUS:CANCELLED',
      ),
    );

    expect(await changes('2026-01-05T11:00:00Z')).toEqual(['OPEN', '2026-01-07T15:00:00Z']);
    expect(await changes('2026-01-07T16:00:00Z')).toEqual(['OPEN', '2026-01-20T10:00:00Z']);
  });

  it('reads folded lines and those of other calendars', async () => {
    const { changes } = await one(
      'DEFAULT_OPEN',
      '',
      ...event(
        'SUMMARY:No',
        '  changes: "none"',
        'DTSTART:2026',
        ' 0105T090000Z',
        'DURATION:PT1H',
        'BEGIN:VALARM',
        'DURATION:PT9H',
        'END:VALARM',
      ),
    );

    expect(await changes('2026-01-05T09:00:00Z')).toEqual(['CLOSED', '2026-01-05T10:00:00Z']);
  });

  it('is closed where one of several calendars is, and tells no next time then', async () => {
    const { state } = await withCalendars({
      Open: calendar('DEFAULT_OPEN'),
      Shut: calendar('DEFAULT_CLOSED', ...event('DTSTART:20260105T090000Z', 'DURATION:PT1H')),
    });

    expect(await state('2026-01-05T08:00:00Z')).toMatchObject({ State: 'CLOSED' });
    expect(await state('2026-01-05T09:00:00Z')).toMatchObject({ State: 'OPEN', NextTransitionTime: undefined });
  });

  it('finds a calendar by its ARN', async () => {
    const { state } = await one('DEFAULT_CLOSED');

    const named = await state(undefined, ['arn:aws:ssm:us-east-1:000000000000:document/Freeze']);

    expect(named.State).toBe('CLOSED');
  });

  it.each([
    ['what is no calendar', 'hello'],
    ['a calendar that does not end', 'BEGIN:VCALENDAR\nX-CALENDAR-TYPE:DEFAULT_OPEN'],
    ['what ends twice', 'BEGIN:VCALENDAR\nX-CALENDAR-TYPE:DEFAULT_OPEN\nEND:VCALENDAR\nEND:VCALENDAR'],
    ['another type', calendar('DEFAULT_MAYBE')],
    ['an event that never starts', calendar('DEFAULT_OPEN', ...event('SUMMARY:x'))],
    ['an odd date', calendar('DEFAULT_OPEN', ...event('DTSTART:tomorrow'))],
    ['an odd rule', calendar('DEFAULT_OPEN', ...event('DTSTART:20260105T090000Z', 'RRULE:FREQ=SOMETIMES'))],
    ['an odd duration', calendar('DEFAULT_OPEN', ...event('DTSTART:20260105T090000Z', 'DURATION:long'))],
    ['an unknown zone', calendar('DEFAULT_OPEN', ...event('DTSTART;TZID=Nowhere:20260105T090000'))],
    [
      'rules that count too far',
      calendar(
        'DEFAULT_OPEN',
        ...event('DTSTART:20250105T090000Z', 'RRULE:FREQ=DAILY;COUNT=1900'),
        ...event('DTSTART:20250105T090000Z', 'RRULE:FREQ=DAILY;COUNT=1900'),
        ...event('DTSTART:20250105T090000Z', 'RRULE:FREQ=DAILY;COUNT=1900'),
      ),
    ],
    [
      'a rule that takes too long',
      calendar('DEFAULT_OPEN', ...event('DTSTART:20250105T090000Z', 'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30')),
    ],
  ])('refuses %s', async (_, content) => {
    const { state } = await withCalendars({ Odd: content });

    await expect(state()).rejects.toMatchObject({
      name: 'UnsupportedCalendarException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([
    ['a calendar that is not there', { CalendarNames: ['None'] }, 'InvalidDocument'],
    ['a document that is no calendar', { CalendarNames: ['Gate'] }, 'InvalidDocumentType'],
    ['no calendar', { CalendarNames: [] }, 'ValidationException'],
    ['what is no time', { CalendarNames: ['Freeze'], AtTime: 'noon' }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    const { client } = await one('DEFAULT_OPEN');
    await client.send(new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content: runbook() }));

    await expect(client.send(new GetCalendarStateCommand(input))).rejects.toMatchObject({ name });
  });
});
