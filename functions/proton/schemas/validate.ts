import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { findsPattern, InvalidPattern, PatternTimeout } from '../../api/patterns/pattern.ts';
import { plain, type Value } from '../yaml.ts';
import { jsonSchema } from './json-schema.ts';
import { InvalidSchema, type Schema } from './schema.ts';

/** What is wrong with a value: one line for each rule it breaks, with path, rule and value; none where it is right. */
export type Check = (value: Value, path: string) => string[];

const mostFaults = 10;

/** The check of inputs against a type of a schema. Throws InvalidSchema for a type that is none. */
export function checkFor(schema: Schema, name: string): Check {
  const validate = compiled(schema, name);
  return (value, path) => {
    try {
      if (validate(plain(value))) return [];
      const faults = (validate.errors ?? []).map((error) => inWords(error, path));
      return [...new Set(faults)].slice(0, mostFaults);
    } catch (error) {
      if (error instanceof PatternTimeout) return [`${path}: ${error.message}`];
      throw error;
    }
  };
}

function compiled(schema: Schema, name: string): ValidateFunction {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    verbose: true,
    unicodeRegExp: false,
    logger: false,
    code: { regExp: Object.assign(safePattern, { code: 'safePattern' }) },
  });
  try {
    return ajv.compile(jsonSchema(schema.types, name));
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidSchema('the types are nested too deep');
    throw new InvalidSchema(error instanceof Error ? error.message.replace(/^schema is invalid: /, '') : String(error));
  }
}

/** Patterns are found anywhere in a text, as in OpenAPI, and end in time. */
function safePattern(pattern: string): RegExp {
  try {
    findsPattern(pattern, '');
  } catch (error) {
    if (error instanceof InvalidPattern) throw new InvalidSchema(`pattern ${pattern}: ${error.message}`);
    throw error;
  }
  return { test: (text: string) => findsPattern(pattern, text) } as RegExp;
}

function inWords({ instancePath, message = 'is not valid', keyword, data, params }: ErrorObject, path: string): string {
  const place = `${path}${instancePath.split('/').slice(1).map(part).join('')}`;
  if (keyword === 'required') return `${place}: ${message} (required)`;
  const allowed = keyword === 'enum' ? ` ${JSON.stringify((params as { allowedValues: unknown }).allowedValues)}` : '';
  const value = JSON.stringify(data) ?? 'nothing';
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return `${place}: ${message}${allowed} (${keyword}), got ${shown}`;
}

const part = (pointer: string): string => {
  const name = pointer.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^\d+$/.test(name) ? `[${name}]` : `.${name}`;
};
