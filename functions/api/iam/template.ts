import { isKnownKey } from './condition-keys.ts';
import { many, single, type Pattern } from './pattern.ts';
import type { Context } from './request-context.ts';

/** How to read a policy's text: variables are of version 2012-10-17, `fold` makes upper case lower. */
export interface Reading {
  variables: boolean;
  wildcards?: boolean;
  fold?: boolean;
}

/** A text of a policy; the values of its variables are put in for each request. */
export interface Template {
  parts: (Pattern | Variable)[];
  fold: boolean;
}

interface Variable {
  key: string;
  fallback: string | undefined;
}

/** A template without its variables: `missing` where the request has no value for one, `unknown` where nobody can tell its value. */
export type Resolved = Pattern | 'missing' | 'unknown';

const token = /\$\{(?:([*?$])| *([^\s{},'*?$]+) *(?:, *'([^']*)' *)?)\}|\$\{|[^$]+|\$/gy;

/** Reads text with wildcards and variables (`${aws:username}`, `${key, 'default'}`, `${*}`); undefined where a variable is malformed. */
export function readTemplate(
  text: string,
  { variables, wildcards = false, fold = false }: Reading,
): Template | undefined {
  const plain = (part: string): Pattern => codes(fold ? part.toLowerCase() : part, wildcards);
  if (!variables) return { parts: [plain(text)], fold };
  const parts: Template['parts'] = [];
  for (const [part, escaped, key, fallback] of text.matchAll(token)) {
    if (part === '${') return undefined;
    if (escaped !== undefined) parts.push(codes(escaped));
    else parts.push(key === undefined ? plain(part) : { key: key.toLowerCase(), fallback });
  }
  return { parts: parts.some((part) => 'key' in part) ? parts : [(parts as Pattern[]).flat()], fold };
}

function codes(text: string, wildcards = false): Pattern {
  const pattern: number[] = [];
  for (let place = 0; place < text.length; place++) {
    const letter = text[place];
    if (wildcards && letter === '*') pattern.push(many);
    else pattern.push(wildcards && letter === '?' ? single : text.charCodeAt(place));
  }
  return pattern;
}

/**
 * Puts the request's values in, letter by letter: a wildcard in them is none.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolve({ parts, fold }: Template, context: () => Context): Resolved {
  const [only] = parts;
  if (parts.length === 1 && only && !('key' in only)) return only;
  const pattern: number[] = [];
  for (const part of parts) {
    const resolved = 'key' in part ? valueOf(part, context(), fold) : part;
    if (typeof resolved === 'string') return resolved;
    for (const code of resolved) pattern.push(code);
  }
  return pattern;
}

function valueOf({ key, fallback }: Variable, context: Context, fold: boolean): Resolved {
  const value = context.get(key) ?? fallback;
  if (!isKnownKey(key) || Array.isArray(value)) return 'unknown';
  if (value === undefined) return 'missing';
  return codes(fold ? value.toLowerCase() : value);
}
