import type { Json } from '../../../functions/ports/json.ts';
import { intrinsicFailure } from '../states-error.ts';
import { expectCount, textAt, type Call } from './arguments.ts';

/** States.Format: a text with each `{}` replaced by the next argument; `\{` and `\}` are braces. */
export function format(call: Call): Json {
  const [, ...values] = call.values;
  let used = 0;
  const text = textAt(call, 0).replace(/\\([{}\\])|\{\}/g, (_found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[used++];
    if (value === undefined) throw wrongCount();
    return printed(value);
  });
  if (used !== values.length) throw wrongCount();
  return text;
}

/** States.StringSplit: the parts between any of the delimiter's characters; empty parts are left out. */
export function stringSplit(call: Call): Json {
  expectCount(call, 2);
  const delimiters = new Set(textAt(call, 1));
  const parts = [''];
  for (const sign of textAt(call, 0)) {
    if (delimiters.has(sign)) parts.push('');
    else parts.push((parts.pop() ?? '') + sign);
  }
  return parts.filter((part) => part !== '');
}

/** A value as AWS prints it: objects and arrays in Java's way, `{Arg1=1, Arg2=[]}`. */
function printed(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${key}=${printed(member)}`);
  return `{${members.join(', ')}}`;
}

function wrongCount(): Error {
  return intrinsicFailure('The number of {} in the template and of arguments differ');
}
