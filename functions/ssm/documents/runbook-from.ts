import type { Json, JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';
import { checksumsOf } from './files.ts';
import type { Fallback, ParameterDefinition, Runbook, Step, StepOutput, VariableDefinition } from './runbook.ts';

/**
 * The runbook that a document holds which passed the checks; what the checks would refuse is read as absent.
 * Maps of names have no prototype: a parameter may be called `constructor`.
 */
export function runbookFrom(document: Json): Runbook {
  const members = mapOf(document);
  return {
    ...textMembers(members, ['description', 'assumeRole']),
    parameters: named(members.parameters, parameterFrom),
    variables: named(members.variables, variableFrom),
    mainSteps: stepsFrom(members.mainSteps),
    outputs: listOf(members.outputs).filter((name) => typeof name === 'string'),
    ...(isMap(members.files) && { files: checksumsOf(members.files) }),
  };
}

/** `onFailure` and `onCancel` as written: `Abort`, `Continue` or `step:NAME`; undefined when it is none of them. */
export function fallbackFrom(written: Json | undefined): Fallback | undefined {
  if (typeof written !== 'string') return undefined;
  const text = written.trim();
  if (text === 'Abort' || text === 'Continue') return text;
  const step = /^step:\s*(\w+)$/.exec(text)?.[1];
  return step === undefined ? undefined : { step };
}

/** A flag as written: a Boolean or its name in text. */
export function flagFrom(written: Json | undefined): boolean | undefined {
  if (typeof written === 'boolean') return written;
  return written === 'true' || written === 'false' ? written === 'true' : undefined;
}

/** A whole number as written: an integer or its digits; undefined when it is neither. */
export function integerFrom(written: Json | undefined): number | undefined {
  if (typeof written === 'string' && /^\d{1,9}$/.test(written)) return Number(written);
  return Number.isSafeInteger(written) ? Number(written) : undefined;
}

function stepsFrom(written: Json | undefined): Step[] {
  return listOf(written).filter(isMap).map(stepFrom);
}

function stepFrom(members: JsonObject): Step {
  const { Steps: steps, ...rest } = mapOf(members.inputs);
  const isLoop = members.action === 'aws:loop';
  return {
    name: textOf(members.name),
    action: textOf(members.action),
    ...textMembers(members, ['description', 'nextStep']),
    inputs: isLoop ? rest : mapOf(members.inputs),
    maxAttempts: integerFrom(members.maxAttempts) ?? 1,
    ...defined('timeoutSeconds', timeoutFrom(members.timeoutSeconds)),
    onFailure: fallbackFrom(members.onFailure) ?? 'Abort',
    onCancel: fallbackFrom(members.onCancel) ?? 'Abort',
    isEnd: flagFrom(members.isEnd) ?? false,
    ...defined('isCritical', flagFrom(members.isCritical)),
    outputs: listOf(members.outputs).filter(isMap).map(outputFrom),
    ...(isLoop && { steps: stepsFrom(steps) }),
  };
}

function timeoutFrom(written: Json | undefined): number | string | undefined {
  return integerFrom(written) ?? (typeof written === 'string' ? written : undefined);
}

function outputFrom({ Name, Selector, Type }: JsonObject): StepOutput {
  return { Name: textOf(Name), Selector: textOf(Selector), Type: textOf(Type) || 'String' };
}

function parameterFrom(members: JsonObject): ParameterDefinition {
  const { allowedValues } = members;
  return {
    ...variableFrom(members),
    ...textMembers(members, ['allowedPattern']),
    ...(Array.isArray(allowedValues) && { allowedValues }),
    ...defined('minItems', integerFrom(members.minItems)),
    ...defined('maxItems', integerFrom(members.maxItems)),
    ...defined('minChars', integerFrom(members.minChars)),
    ...defined('maxChars', integerFrom(members.maxChars)),
  };
}

// An empty `default:` in YAML is null and declares none.
function variableFrom(members: JsonObject): VariableDefinition {
  return {
    type: textOf(members.type),
    ...textMembers(members, ['description']),
    ...defined('default', members.default ?? undefined),
  };
}

function named<Definition>(
  written: Json | undefined,
  from: (members: JsonObject) => Definition,
): Record<string, Definition> {
  const definitions = Object.entries(mapOf(written)).map(([name, members]) => [name, from(mapOf(members))] as const);
  const byName: Record<string, Definition> = Object.create(null) as Record<string, never>;
  for (const [name, definition] of definitions) byName[name] = definition;
  return byName;
}

const textMembers = <Name extends string>(members: JsonObject, names: Name[]): { [name in Name]?: string } =>
  Object.fromEntries(names.flatMap((name) => (typeof members[name] === 'string' ? [[name, members[name]]] : []))) as {
    [name in Name]?: string;
  };

const defined = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [key in Name]?: Value };

const mapOf = (value: Json | undefined): JsonObject => (isMap(value) ? value : {});

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
