import { jest } from '@jest/globals';
import type { Event } from '../../functions/ports/events.ts';
import { inProcessEvents } from '../../local/in-process-events.ts';
import { eventsContract } from '../ports/events.contract.ts';

const event: Event = { source: 'quaymaster.ssm', detailType: 'Something', detail: {}, resources: [] };

function silentLog() {
  const errors: (object | undefined)[] = [];
  const nothing = () => undefined;
  return {
    errors,
    log: { debug: nothing, info: nothing, warn: nothing, error: (_: string, fields?: object) => errors.push(fields) },
  };
}

describe('inProcessEvents', () => {
  describe('as every events port', () =>
    eventsContract(() => {
      const events = inProcessEvents(silentLog().log);
      const seen: Event[] = [];
      events.subscribe((one) => void seen.push(one));
      return { events, delivered: () => seen };
    }));

  it('logs a listener that fails, and tells the others and the publisher nothing of it', async () => {
    const { errors, log } = silentLog();
    const events = inProcessEvents(log);
    const seen: Event[] = [];
    events.subscribe(() => {
      throw new Error('broken');
    });
    events.subscribe(() => Promise.reject(new Error('late')));
    events.subscribe((one) => void seen.push(one));

    await events.publish(() => [event]);

    expect(seen).toEqual([event]);
    await new Promise(setImmediate);
    expect(errors).toEqual(['broken', 'late'].map((text) => ({ detailType: 'Something', error: new Error(text) })));
  });

  it('makes no event that nobody listens to, and each once for all who do', async () => {
    const events = inProcessEvents(silentLog().log);
    const make = jest.fn(() => [event]);

    await events.publish(make);
    expect(make).not.toHaveBeenCalled();

    events.subscribe(() => undefined);
    events.subscribe(() => undefined);
    await events.publish(make);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('tells a listener nothing once its subscription ended', async () => {
    const events = inProcessEvents(silentLog().log);
    const seen: Event[] = [];
    const unsubscribe = events.subscribe((one) => void seen.push(one));

    unsubscribe();
    await events.publish(() => [event]);

    expect(seen).toEqual([]);
  });
});
