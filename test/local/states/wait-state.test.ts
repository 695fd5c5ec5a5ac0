import type { JsonObject } from '../../../functions/ports/json.ts';
import { machine } from './machines.ts';
import { rig } from './rig.ts';

const begin = Date.parse('2024-01-01T00:00:00Z');
const waiting = (fields: JsonObject): ReturnType<typeof machine> =>
  machine({ Rest: { Type: 'Wait', End: true, ...fields } });

describe('Wait', () => {
  it.each<[JsonObject, JsonObject, number]>([
    [{ Seconds: 90 }, {}, 90],
    [{ SecondsPath: '$.s' }, { s: 30 }, 30],
    [{ Timestamp: '2024-01-01T00:00:10.5Z' }, {}, 10.5],
    [{ TimestampPath: '$.t' }, { t: '2024-01-01T01:00:20+01:00' }, 20],
    [{ Seconds: 0 }, {}, 0],
    [{ Timestamp: '2023-01-01T00:00:00Z' }, {}, 0],
    [{ Seconds: 30 * 86_400 }, {}, 30 * 86_400],
  ])('with %j and %j ends after %d seconds', async (fields, input, seconds) => {
    const { clock, start, settle, describe: describeExecution, close } = rig({ m: waiting(fields) });
    const arn = await start('m', input);
    await settle();
    if (seconds > 0) {
      clock.advanceTo(begin + seconds * 1000 - 1);
      await settle();
      expect(await describeExecution(arn)).toMatchObject({ status: 'RUNNING' });
    }
    clock.advanceTo(begin + seconds * 1000);
    await settle();
    expect(await describeExecution(arn)).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: new Date(begin + seconds * 1000),
    });
    close();
  });

  it.each<[JsonObject, JsonObject, string]>([
    [{ SecondsPath: '$.s' }, {}, 'The SecondsPath parameter does not reference an input value: $.s'],
    [{ SecondsPath: '$.s' }, { s: 1.5 }, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    [{ SecondsPath: '$.s' }, { s: -1 }, 'The SecondsPath parameter cannot be negative: $.s == -1'],
    [{ Timestamp: '2099-01-01T00:00:00Z' }, {}, 'Wait state delay is too long.'],
  ])('with %j and %j fails', async (fields, input, cause) => {
    const { start, finish, close } = rig({ m: waiting(fields) });
    expect(await finish(await start('m', input))).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Rest' (entered at the event id #2). ${cause}`,
    });
    close();
  });
});
