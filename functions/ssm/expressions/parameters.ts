import { ApiError } from '../../api/error.ts';
import type { Json } from '../../ports/json.ts';
import type { ParameterDefinition } from '../documents/runbook.ts';
import { embeddedText, interpolate, type Lookup, references } from './interpolate.ts';
import { InvalidPattern, matchesPattern, PatternTimeout } from '../../api/patterns/pattern.ts';
import { basicType, plainTexts, typedValue } from './typed-value.ts';

/** A run's parameters: typed values for references, and the texts that GetAutomationExecution returns; defaulted ones are in both. */
export interface StartParameters {
  values: Record<string, Json>;
  texts: Record<string, string[]>;
}

type Definitions = Record<string, ParameterDefinition>;
type Given = Record<string, string[]>;

const LONGEST_ECHO = 100;

/**
 * Reads the Parameters of StartAutomationExecution by the document's definitions; throws InvalidAutomationExecutionParametersException.
 * In a default, `{{automation:EXECUTION_ID}}` and what else `lookup` knows are resolved, others stay as they are written.
 * Names are own keys only: ask with Object.hasOwn.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export function startParameters(
  definitions: Definitions,
  given: Given = {},
  lookup: Lookup = () => undefined,
): StartParameters {
  const undefinedNames = Object.keys(given).filter((name) => !Object.hasOwn(definitions, name));
  if (undefinedNames.length > 0) refuse(`Undefined execution inputs: [${undefinedNames.join(', ')}]`);
  const parameters = Object.entries(definitions).map(([name, definition]) =>
    Object.hasOwn(given, name) ? givenValue(name, definition, given[name]) : defaultOf(name, definition, lookup),
  );
  return {
    values: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    texts: Object.fromEntries(parameters.map(({ name, texts }) => [name, texts])),
  };
}

/** The typed values of some of a run's parameters; refuses what startParameters refuses, but that others are missing. */
export function typedParameters(definitions: Definitions, given: Given): Record<string, Json> {
  const named = Object.entries(definitions).filter(([name]) => Object.hasOwn(given, name));
  return startParameters(Object.fromEntries(named), given).values;
}

// Executions share the definitions of a runbook, and nobody changes them.
const found = new WeakMap<Definitions, string[]>();

/** The names of the parameters whose default holds an `{{ssm:…}}` reference, to be resolved at start where the default is used. */
export function ssmDefaults(definitions: Definitions): string[] {
  const names = found.get(definitions) ?? Object.keys(definitions).filter((name) => isStored(definitions[name]));
  found.set(definitions, names);
  return names;
}

const isStored = (definition: ParameterDefinition | undefined): boolean =>
  references(definition?.default ?? null).some((name) => name.startsWith('ssm:'));

function givenValue(name: string, definition: ParameterDefinition, texts: string[] = []) {
  const value = typedValue(definition.type, texts);
  if (value === undefined) refuse(`Parameter "${name}" is not a valid ${definition.type}.`);
  checkCount(name, definition, value);
  checkAllowedValues(name, definition, value);
  for (const text of texts) checkText(name, definition, text);
  return { name, value, texts: [...texts] };
}

function defaultOf(name: string, { type, default: written }: ParameterDefinition, lookup: Lookup) {
  if (written === undefined) return refuse(`Missing required parameter: ${name} in user inputs.`);
  const isOpen = references(written).some((reference) => lookup(reference) !== undefined);
  const value = isOpen ? filledIn(written, lookup) : written;
  const texts = plainTexts(value);
  // A default that does not fit its type is the document's fault and was told when it was created.
  return { name, value: typedValue(type, texts) ?? structuredClone(value), texts };
}

const filledIn = (written: Json, lookup: Lookup): Json =>
  interpolate(written, (reference) => lookup(reference) ?? `{{ ${reference} }}`);

function checkCount(name: string, { minItems = 0, maxItems = Infinity }: ParameterDefinition, value: Json): void {
  if (!Array.isArray(value)) return;
  if (value.length < minItems)
    refuse(`Parameter "${name}" has ${value.length} items, fewer than minItems ${minItems}.`);
  if (value.length > maxItems) refuse(`Parameter "${name}" has ${value.length} items, more than maxItems ${maxItems}.`);
}

function checkAllowedValues(name: string, { allowedValues }: ParameterDefinition, value: Json): void {
  if (allowedValues === undefined) return;
  const allowed = allowedValues.map(embeddedText);
  const wrong = plainTexts(value).find((text) => !allowed.includes(text));
  if (wrong === undefined) return;
  refuse(`Parameter "${name}" has value "${shortened(wrong)}" not found in [${allowed.join(', ')}].`);
}

function checkText(name: string, definition: ParameterDefinition, text: string): void {
  const { type, minChars = 0, maxChars = Infinity, allowedPattern } = definition;
  const isText = basicType(type) === 'String' || basicType(type) === 'StringList';
  if (isText && text.length < minChars) refuse(`Parameter "${name}" is shorter than minChars ${minChars}.`);
  if (isText && text.length > maxChars) refuse(`Parameter "${name}" is longer than maxChars ${maxChars}.`);
  if (allowedPattern === undefined || matches(name, allowedPattern, text)) return;
  refuse(`Parameter "${name}" has value "${shortened(text)}" not matching the allowed pattern ${allowedPattern}.`);
}

function matches(name: string, allowedPattern: string, text: string): boolean {
  try {
    return matchesPattern(allowedPattern, text);
  } catch (error) {
    if (error instanceof InvalidPattern)
      return refuse(`Parameter "${name}" could not be checked against its allowed pattern. ${error.message}`);
    if (!(error instanceof PatternTimeout)) throw error;
    return refuse(`Parameter "${name}" could not be checked in time against its allowed pattern.`);
  }
}

function shortened(text: string): string {
  return text.length > LONGEST_ECHO ? `${text.slice(0, LONGEST_ECHO)}...` : text;
}

function refuse(message: string): never {
  throw new ApiError('InvalidAutomationExecutionParametersException', message);
}
