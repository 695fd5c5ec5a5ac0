import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { call, machine } from './machines.ts';
import { rig } from './rig.ts';

const mapOver = (fields: JsonObject = {}, processor: Json = machine({ Each: call('each') })): Json =>
  machine({ All: { Type: 'Map', ItemProcessor: processor, End: true, ...fields } });
const numbers = (count: number): number[] => Array.from({ length: count }, (_item, at) => at);

describe('Map', () => {
  it('runs at most MaxConcurrency iterations at once', async () => {
    let [running, most] = [0, 0];
    const invoke = async (_name: string, item: Json): Promise<Json> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return Number(item) * 10;
    };
    const { start, finish, close } = rig({ m: mapOver({ MaxConcurrency: 3 }) }, { invoke });
    const { output } = await finish(await start('m', numbers(10)));
    expect(output).toBe('[0,10,20,30,40,50,60,70,80,90]');
    expect(most).toBe(3);
    close();
  });

  it('runs 40 iterations at once when it sets no bound', async () => {
    let called = 0;
    const invoke = (): Promise<Json> => new Promise(() => (called += 1));
    const { start, settle, close } = rig({ m: mapOver() }, { invoke });
    await start('m', numbers(100));
    await settle();
    expect(called).toBe(40);
    close();
  });

  it('gives each iteration its item and index, also inside a Parallel', async () => {
    const inside = machine({
      Both: {
        Type: 'Parallel',
        Branches: [
          machine({
            Show: {
              Type: 'Pass',
              Parameters: { 'index.$': '$$.Map.Item.Index', 'value.$': '$$.Map.Item.Value' },
              End: true,
            },
          }),
        ],
        OutputPath: '$[0]',
        End: true,
      },
    });
    const { start, finish, close } = rig({ m: mapOver({}, inside) });
    expect(await finish(await start('m', ['a', 'b']))).toMatchObject({
      output: '[{"index":0,"value":"a"},{"index":1,"value":"b"}]',
    });
    close();
  });

  it('has an empty list for no items', async () => {
    const { start, finish, close } = rig({ m: mapOver() });
    expect(await finish(await start('m', []))).toMatchObject({ output: '[]' });
    close();
  });

  it('fails with the error of the first iteration that fails', async () => {
    const invoke = async (_name: string, item: Json): Promise<Json> => {
      if (item === 2) throw new Error('two');
      return item;
    };
    const { start, finish, history, close } = rig({ m: mapOver() }, { invoke });
    const arn = await start('m', numbers(4));
    expect(await finish(arn)).toMatchObject({ status: 'FAILED', error: 'Error' });
    expect((await history(arn)).filter(({ type }) => type === 'MapIterationFailed')).toHaveLength(1);
    close();
  });

  it.each<[JsonObject, string]>([
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 40 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 39 }, 'FAILED'],
  ])('with %j and two of five failures is %s', async (fields, status) => {
    const invoke = async (_name: string, item: Json): Promise<Json> => {
      if (Number(item) > 2) throw new Error('too large');
      return item;
    };
    const { start, finish, close } = rig({ m: mapOver(fields) }, { invoke });
    const ended = await finish(await start('m', numbers(5)));
    expect(ended.status).toBe(status);
    expect(ended.output ?? ended.error).toBe(
      status === 'SUCCEEDED' ? '[0,1,2]' : 'States.ExceedToleratedFailureThreshold',
    );
    close();
  });

  it('fails where ItemsPath does not lead to an array', async () => {
    const { start, finish, close } = rig({ m: mapOver({ ItemsPath: '$.items' }) });
    expect(await finish(await start('m', { items: 1 }))).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    close();
  });
});
