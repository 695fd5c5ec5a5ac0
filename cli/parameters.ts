import { UsageError } from './command.ts';

/** The types of a runbook's parameters by name. */
export type ParameterTypes = Record<string, string>;

/** Parameters as StartAutomationExecution takes them. */
export type Parameters = Record<string, string[]>;

/**
 * Parameters from the command line: `Name=value` each, or all as one JSON object as with the AWS CLI.
 * Lists are `Name=a,b` or JSON; maps are JSON; a comma parts only what the runbook declares as a list.
 */
export function parametersFrom(texts: string[], types: ParameterTypes): Parameters {
  const pairs = texts.flatMap((text): [string, unknown][] =>
    text.trimStart().startsWith('{') ? Object.entries(objectIn(text)) : [pairIn(text)],
  );
  const parameters: Parameters = {};
  for (const [name, value] of pairs) {
    if (Object.hasOwn(parameters, name)) throw new UsageError(`parameter ${name} is given twice`);
    parameters[name] = encoded(value, types[name] ?? 'String');
  }
  return parameters;
}

function objectIn(text: string): object {
  const value = jsonIn(text);
  if (typeof value !== 'object' || value === null) throw new UsageError(`--parameters ${text} is not well-formed JSON`);
  return value;
}

function pairIn(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`'${text}' is not like Name=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** One element for a scalar (its text) or a map (its JSON), one for each item of a list. */
function encoded(value: unknown, type: string): string[] {
  if (Array.isArray(value)) return value.map(textOf);
  if (typeof value !== 'string' || !isList(type)) return [textOf(value)];
  const list = value.trimStart().startsWith('[') ? jsonIn(value) : undefined;
  if (Array.isArray(list)) return list.map(textOf);
  if (type === 'MapList') return [value];
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

const isList = (type: string) => type === 'StringList' || type === 'MapList' || type.startsWith('List<');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
