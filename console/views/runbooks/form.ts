import type { WrittenParameter } from '../run/runbook.ts';

/** What a parameter is filled in with. */
export type Control = 'text' | 'number' | 'choice' | 'choices' | 'lines' | 'json';

/** Lists end in `List` or stand in `List<…>`; maps are JSON. */
export function controlOf({ type, allowedValues }: WrittenParameter): Control {
  const isList = type === 'StringList' || type.startsWith('List<');
  if (type === 'MapList' || type === 'StringMap') return 'json';
  if (allowedValues?.length) return isList ? 'choices' : 'choice';
  if (type === 'Boolean') return 'choice';
  if (type === 'Integer') return 'number';
  return isList ? 'lines' : 'text';
}

/** The values of a choice. */
export const optionsOf = ({ type, allowedValues }: WrittenParameter): string[] =>
  allowedValues?.length ? allowedValues.map(textOf) : type === 'Boolean' ? ['true', 'false'] : [];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What stands in the field before anybody types: the values of another run, else the default. */
export function firstText(parameter: WrittenParameter, given: string[] | undefined): string {
  if (given) return controlOf(parameter) === 'json' ? jsonOf(given) : given.join('\n');
  const written = parameter.default;
  if (written === undefined) return '';
  if (controlOf(parameter) === 'json') return JSON.stringify(written, null, 2);
  return Array.isArray(written) ? written.map(textOf).join('\n') : textOf(written);
}

const jsonOf = (given: string[]): string => (given.length === 1 ? (given[0] ?? '') : `[${given.join(',\n')}]`);

/** The values as StartAutomationExecution takes them; undefined where nothing is given. */
export function valuesOf(parameter: WrittenParameter, text: string): string[] | undefined {
  const control = controlOf(parameter);
  const isEmpty = text.trim() === '';
  if (isEmpty) return undefined;
  if (control === 'lines' || control === 'choices')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  if (control === 'json' && parameter.type === 'MapList') return listIn(text) ?? [text];
  return [text];
}

function listIn(text: string): string[] | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with a text before it is sent; '' where nothing is. Patterns are for the server to judge, which has a time limit for them. */
export function problemIn(parameter: WrittenParameter, text: string): string {
  const { minItems = 0, maxItems = Infinity, minChars = 0, maxChars = Infinity } = parameter;
  const control = controlOf(parameter);
  const values = valuesOf(parameter, text);
  if (values === undefined) return parameter.default === undefined ? 'A value is required.' : '';
  if (control === 'number' && !/^-?\d+$/.test(text.trim())) return 'A whole number is required.';
  if (control === 'json' && !isJson(text)) return 'This is no JSON.';
  if (control === 'lines' || control === 'choices') {
    if (values.length < minItems) return `At least ${minItems} are required.`;
    if (values.length > maxItems) return `At most ${maxItems} are allowed.`;
  }
  if (values.some(({ length }) => length < minChars)) return `At least ${minChars} characters are required.`;
  if (values.some(({ length }) => length > maxChars)) return `At most ${maxChars} characters are allowed.`;
  return '';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The rules of a parameter in words. */
export function rulesOf({ minItems, maxItems, minChars, maxChars, allowedPattern, type }: WrittenParameter): string {
  const rules = [
    range(minItems, maxItems, 'values'),
    range(minChars, maxChars, 'characters'),
    allowedPattern === undefined ? '' : `matches ${allowedPattern}`,
    type === 'StringList' || type.startsWith('List<') ? 'one a line' : '',
  ];
  return rules.filter((rule) => rule !== '').join(' · ');
}

function range(least: number | undefined, most: number | undefined, noun: string): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `at least ${least} ${noun}`;
  return least === undefined ? `at most ${most} ${noun}` : `${least} to ${most} ${noun}`;
}

/** The parameter that the server's refusal is about. */
export const namedIn = (problem: string): string | undefined =>
  /Parameter "([^"]+)"/.exec(problem)?.[1] ?? /required parameter: (\S+)/.exec(problem)?.[1];
