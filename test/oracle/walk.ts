import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Machine } from '../../functions/ports/workflows.ts';
import { stateMachines } from '../../local/state-machines.ts';
import type { Around } from '../running.ts';
import { type Course, coursesOf, isOver, type Stage } from './stage.ts';

/** A machine sent along one of its ways by tasks that answer as told: a status at first, and then one it does not know. */
interface Walk {
  machine: Machine;
  name: string;
  input: JsonObject;
}

/** What is compared by a Choice, and what stands after `$.` anywhere. */
const statusesIn = (text: string) => [...text.matchAll(/"StringEquals":"(\w+)"/g)].map(([, status = '']) => status);
const fieldsIn = (text: string) => [...text.matchAll(/"\$\.(\w+)/g)].map(([, field = '']) => field);

/** Every way of every machine: each status that it tells apart, with waits that end well and waits that are cancelled. */
export const walks = (): Walk[] =>
  Object.entries(stateMachines()).flatMap(([machine, definition]) => {
    const text = JSON.stringify(definition);
    return statusesIn(text).flatMap((status) =>
      ['succeed', 'fail'].map((token) => {
        const name = `walk-${token}-${status}`;
        const named = Object.fromEntries(fieldsIn(text).map((field) => [field, name]));
        return { machine: machine as Machine, name, input: { ...named, ...valuesOf(name), status } };
      }),
    );
  });

/** What machines read that is no name. A Map has one turn; none where its wait is cancelled, for it would be tried again for minutes. */
const valuesOf = (name: string): JsonObject => ({
  timeoutSeconds: 60,
  seconds: 1,
  wait: 0,
  targets: name.startsWith('walk-fail') ? [] : [{ commandId: name, timeoutSeconds: 60 }],
});

/** What the tasks of walks do in place of their work. */
const answering = (stage: () => Stage): Around => {
  const calls = new Map<string, number>();
  return (_work, task, payload) => async () => {
    const [name, ...told] = /walk-(\w+)-(\w+)/.exec(JSON.stringify(payload)) ?? [];
    if (typeof payload.token === 'string') await complete(stage(), payload.token, told);
    if (name === undefined || 'token' in payload) return {};
    const count = calls.get(name + task) ?? 0;
    calls.set(name + task, count + 1);
    return { ...payload, ...valuesOf(name), status: (count ? 'Ended' : told[1]) as Json };
  };
};

async function complete({ ports: { workflows } }: Stage, token: string, [how, status = '']: string[]): Promise<void> {
  await (how === 'fail' ? workflows.fail(token, 'Cancelled', 'As told') : workflows.succeed(token, { status }));
}

const mostPasses = 200;

/** Goes all ways at once: where each walk led. */
export async function walkAll(open: (around: Around) => Promise<Stage>): Promise<Course[]> {
  const stage: Stage = await open(answering(() => stage));
  for (const { machine, name, input } of walks()) await stage.ports.workflows.start(machine, name, input);
  for (let pass = 0; pass < mostPasses && !(await isOver(stage)); pass++) await stage.pass();
  return coursesOf(stage);
}
