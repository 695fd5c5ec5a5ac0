import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { holds } from './answers.ts';
import type { Expectations } from './mocks.ts';
import type { Played, PlayedStep } from './rehearse.ts';

/** What of the expectations did not come true, one line each. */
export function unmet(expected: Expectations, execution: Played): string[] {
  const { status, path, outputs = {}, steps = {}, calls } = expected;
  const names = execution.steps.map(({ name }) => name);
  return [
    ...differs('status', status, execution.status),
    ...(path && !isDeepStrictEqual(path, names)
      ? [`path: expected ${path.join(' > ')}, was ${names.join(' > ')}`]
      : []),
    ...wrongOutputs('outputs', outputs, execution.outputs),
    ...Object.entries(steps).flatMap(([name, step]) => wrongStep(name, step, execution)),
    ...(calls ? wrongCalls(calls, execution) : []),
  ];
}

function differs(what: string, expected: Json | undefined, actual: Json | undefined): string[] {
  if (expected === undefined || isDeepStrictEqual(expected, actual)) return [];
  return [`${what}: expected ${shown(expected)}, was ${shown(actual)}`];
}

const shown = (value: Json | undefined) => (value === undefined ? 'nothing' : JSON.stringify(value));

function wrongOutputs(what: string, expected: JsonObject, actual: Record<string, string[]>): string[] {
  return Object.entries(expected)
    .filter(([name, value]) => !isOutput(actual[name], value))
    .map(([name, value]) => `${what}.${name}: expected ${shown(value)}, was ${shown(outputOf(actual[name]))}`);
}

// On the wire an output is a list of texts, one for each item of a list, and maps are JSON.
const outputOf = (texts: string[] | undefined): Json | undefined => (texts?.length === 1 ? texts[0] : texts);

function isOutput(texts: string[] | undefined, expected: Json): boolean {
  if (!texts) return expected === null;
  const items = Array.isArray(expected) ? expected : [expected];
  const areItems = items.length === texts.length && items.every((item, index) => isText(texts[index] ?? '', item));
  return areItems || (texts.length === 1 && isText(texts[0] ?? '', expected));
}

function isText(text: string, expected: Json): boolean {
  if (text === expected) return true;
  try {
    return isDeepStrictEqual(JSON.parse(text), expected);
  } catch {
    return false;
  }
}

function wrongStep(
  name: string,
  { status, outputs = {}, failure }: NonNullable<Expectations['steps']>[string],
  execution: Played,
): string[] {
  const step: PlayedStep | undefined = execution.steps.findLast((one) => one.name === name);
  if (!step) return [`steps.${name}: was not reached`];
  const hasFailure = failure === undefined || step.failure?.includes(failure);
  return [
    ...differs(`steps.${name}.status`, status, step.status),
    ...wrongOutputs(`steps.${name}.outputs`, outputs, step.outputs),
    ...(hasFailure
      ? []
      : [`steps.${name}.failure: expected a text with ${shown(failure)}, was ${shown(step.failure)}`]),
  ];
}

function wrongCalls(expected: NonNullable<Expectations['calls']>, { steps }: Played): string[] {
  const actual = steps.flatMap((step) => step.calls);
  const names = (list: { call: string }[]) => list.map(({ call }) => call).join(', ') || 'none';
  if (names(expected) !== names(actual)) return [`calls: expected ${names(expected)}, were ${names(actual)}`];
  return expected.flatMap(({ call, input }, index) =>
    input === undefined || holds(actual[index]?.input, input)
      ? []
      : [`calls[${index}] ${call}: expected input with ${shown(input)}, was ${shown(actual[index]?.input)}`],
  );
}
