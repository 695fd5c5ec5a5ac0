import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { checkPattern, findsPattern, InvalidPattern, PatternTimeout } from '../../api/patterns/pattern.ts';
import { plain, type Value } from '../yaml.ts';
import { jsonSchema } from './json-schema.ts';
import { keywordErrors } from './keyword-errors.ts';
import { InvalidSchema, type Schema } from './schema.ts';

/** A rule that a value breaks; `path` leads to the part of it that does. */
export interface ValueFault {
  path: string[];
  reason: string;
}

/** What is wrong with a value; nothing where it is right. */
export type Check = (value: Value) => ValueFault[];

const mostFaults = 10;

/** The check of inputs against a type of a schema. Throws InvalidSchema for a type that is none. */
export function checkFor(schema: Schema, name: string): Check {
  const validate = compiled(schema, name);
  return (value) => {
    try {
      if (validate(plain(value))) return [];
      const faults = (validate.errors ?? []).map(faultOf);
      const distinct = new Map(faults.map((fault) => [JSON.stringify(fault), fault]));
      return [...distinct.values()].slice(0, mostFaults);
    } catch (error) {
      if (error instanceof PatternTimeout) return [{ path: [], reason: error.message }];
      throw error;
    }
  };
}

/** A fault as one line: path, rule and value; `top` is where the value stands, such as `instances[0].spec`. */
export const inWords = ({ path, reason }: ValueFault, top: string): string =>
  `${top}${path.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`)).join('')}: ${reason}`;

function compiled({ types }: Schema, name: string): ValidateFunction {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    validateSchema: false,
    verbose: true,
    unicodeRegExp: false,
    logger: false,
    code: { regExp: Object.assign(safePattern, { code: 'safePattern' }) },
  });
  try {
    const schema = jsonSchema(types, name);
    const errors = keywordErrors(schema);
    if (errors.length > 0) throw new InvalidSchema(ajv.errorsText(errors));
    return ajv.compile(schema);
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidSchema('the types are nested too deep');
    throw new InvalidSchema(error instanceof Error ? error.message : String(error));
  }
}

/** Patterns are found anywhere in a text, as in OpenAPI, and end in time. */
function safePattern(pattern: string): RegExp {
  try {
    checkPattern(pattern);
  } catch (error) {
    if (error instanceof InvalidPattern) throw new InvalidSchema(`pattern ${pattern}: ${error.message}`);
    throw error;
  }
  return { test: (text: string) => findsPattern(pattern, text) } as RegExp;
}

function faultOf({ instancePath, message = 'is not valid', keyword, data, params }: ErrorObject): ValueFault {
  const path = namesIn(instancePath);
  if (keyword === 'required') return { path, reason: `${message} (required)` };
  const allowed = keyword === 'enum' ? ` ${JSON.stringify((params as { allowedValues: unknown }).allowedValues)}` : '';
  const value = JSON.stringify(data) ?? 'nothing';
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return { path, reason: `${message}${allowed} (${keyword}), got ${shown}` };
}

/** The names that a JSON pointer leads along (RFC 6901). */
export const namesIn = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
