import type { Event, Events } from '../../functions/ports/events.ts';

/** An events port under test; `delivered` answers with all that reached the outside so far. */
export interface EventsUnderTest {
  events: Events;
  delivered: () => Event[];
}

const event = (number: number): Event => ({
  source: 'quaymaster.ssm',
  detailType: 'EC2 Automation Execution Status-change Notification',
  detail: { number, text: 'ä "quoted"', nested: { list: [1, null, true] } },
  resources: ['arn:aws:ssm:us-east-1:000000000000:automation-execution/1'],
});

/** What every implementation of the events port does. */
export function eventsContract(make: () => EventsUnderTest): void {
  it('delivers each event as it was', async () => {
    const { events, delivered } = make();

    await events.publish(() => [event(1), event(2)]);

    expect(delivered()).toEqual([event(1), event(2)]);
  });

  it('takes any number at once, none too', async () => {
    const { events, delivered } = make();

    await events.publish(() => []);
    await events.publish(() => Array.from({ length: 25 }, (_, number) => event(number)));

    expect(new Set(delivered().map(({ detail }) => detail.number)).size).toBe(25);
  });
}
