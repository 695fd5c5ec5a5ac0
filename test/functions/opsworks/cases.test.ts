import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNode } from '../../../functions/nodes/node.ts';
import type { InstanceRecord } from '../../../functions/opsworks/instances/record.ts';
import { adding } from '../../../functions/opsworks/stacks/within.ts';
import { matches } from './match.ts';
import { openOpsworks, roles, type Stage } from './stage.ts';

interface Expectation {
  status: number;
  body?: unknown;
  error_type?: string;
  error_message?: unknown;
}
interface Request {
  operation: string;
  body: Record<string, unknown>;
}
interface Step {
  request?: Request;
  save?: Record<string, string>;
  given?: Record<string, unknown>;
  sleep?: number;
}
interface Case {
  id: string;
  name: string;
  setup?: Step[];
  request: Request;
  expect: Expectation;
  then?: { request: Request; expect: Expectation }[];
}

const folder = join(import.meta.dirname, '../../../../shared/cases/opsworks');
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.jsonl')) : [];
const cases = files.flatMap((file) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case),
);

/** The text of a JSON value with its variables put in, and long texts written out. */
function filled<Value>(value: Value, variables: Record<string, string>): Value {
  const text = JSON.stringify(value).replace(/\{\{(\w+)\}\}/g, (_, name: string) => variables[name] ?? `no ${name}`);
  return JSON.parse(text, (_, one: { $repeat?: [string, number] } | null) =>
    one?.$repeat ? one.$repeat[0].repeat(one.$repeat[1]) : one,
  ) as Value;
}

interface Answer {
  status: number;
  body: unknown;
}

async function ask(stage: Stage, { operation, body }: Request): Promise<Answer> {
  try {
    return { status: 200, body: await stage.call(operation as never, body) };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
    return { status: $metadata.httpStatusCode, body: { __type: name, message } };
  }
}

function check({ status, body }: Answer, expected: Expectation): void {
  expect(status).toBe(expected.status);
  if (expected.error_type !== undefined) expect(body).toMatchObject({ __type: expected.error_type });
  if (expected.error_message) expect(matches(body, { message: expected.error_message })).toBe(true);
  const { body: wanted } = expected;
  if (wanted === undefined) return;
  const isMatched = wanted === '' ? JSON.stringify(body) === '{}' : matches(body, wanted);
  expect({ body, wanted, isMatched }).toEqual({ body, wanted, isMatched: true });
}

/** Instances that are there without having done anything, which no call makes. */
async function place(stage: Stage, names: string[], status: InstanceRecord['status'], layer?: string) {
  const { ports } = stage;
  const made: Record<string, string> = {};
  const { Stacks } = await stage.call('DescribeStacks');
  const stackId = (Stacks as { StackId: string }[]).at(-1)?.StackId ?? '';
  for (const name of names) {
    const id = ports.ids.uuid();
    const instance: InstanceRecord = {
      id,
      stackId,
      order: name,
      createdAt: ports.clock.now(),
      layerIds: layer ? [layer] : [],
      status,
      settings: { Hostname: name, RegisteredBy: 'test' },
    };
    await createNode({ id, kind: 'opsworks', name, stack: stackId }, ports);
    await ports.store.write(adding('instance', instance));
    await (await stage.agentOf(id)).poll();
    made[name] = id;
  }
  return made;
}

async function arrange(stage: Stage, given: Record<string, unknown>): Promise<Record<string, string>> {
  const layer = given['layer'] as string | undefined;
  if (given['online_instances']) return place(stage, given['online_instances'] as string[], 'online', layer);
  if (given['registered_instances']) return place(stage, given['registered_instances'] as string[], 'registered');
  await stage.settled();
  const { Deployments } = await stage.call('DescribeDeployments', { DeploymentIds: [given['agents_finish']] });
  const exitCode = given['exit_code'] as number;
  for (const id of (Deployments as { InstanceIds: string[] }[])[0]?.InstanceIds ?? [])
    await (await stage.agentOf(id)).work({ state: exitCode === 0 ? 'successful' : 'failed', exitCode, log: 'done' });
  return {};
}

async function follow(stage: Stage, step: Step, variables: Record<string, string>): Promise<void> {
  if (step.sleep !== undefined) stage.clock.advance(step.sleep * 1000);
  if (step.given) Object.assign(variables, await arrange(stage, filled(step.given, variables)));
  if (!step.request) return;
  const { body } = await ask(stage, filled(step.request, variables));
  for (const [name, path] of Object.entries(step.save ?? {})) {
    const found = path.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], body);
    variables[name] = found as string;
  }
}

// The data is not part of the project; where it is absent there is nothing to test.
(cases.length > 0 ? describe : describe.skip)('the given cases', () => {
  it.each(cases.map((one) => [one.id, one.name, one] as const))('%s: %s', async (_id, _name, one) => {
    const stage = await openOpsworks();
    const variables: Record<string, string> = { run: 'one', ...roles };
    for (const step of one.setup ?? []) await follow(stage, step, variables);

    const answer = await ask(stage, filled(one.request, variables));

    check(answer, filled(one.expect, variables));
    for (const next of one.then ?? [])
      check(await ask(stage, filled(next.request, variables)), filled(next.expect, variables));
  });
});
