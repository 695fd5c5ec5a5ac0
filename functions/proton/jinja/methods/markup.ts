import { striptags, unescapeHtml } from '../text/html.ts';
import { escapeText, Markup } from '../values/markup.ts';
import { iterate } from '../values/iterate.ts';
import { text } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import type { Kwargs, Value } from '../values/value.ts';
import type { Method, Methods } from './method.ts';
import { format, formatMap, join, stringMethods } from './string.ts';

/** markupsafe.escape: text that is safe already stays as it is. */
export function escape(value: Value): Markup {
  return value instanceof Markup ? value : new Markup(escapeText(text(value)));
}

/** Methods whose second argument goes into the text, so it is escaped. */
const inserting = new Set(['replace', 'ljust', 'rjust', 'center']);

function safe(value: Value): Value {
  if (typeof value === 'string') return new Markup(value);
  if (Array.isArray(value)) return value.map(safe);
  return value instanceof Tuple ? new Tuple(value.items.map(safe)) : value;
}

function wrapped(name: string, method: Method<string>): Method<Markup> {
  return (self, args, kwargs) => {
    const [first, second, ...rest] = args;
    const given =
      second !== undefined && first !== undefined && inserting.has(name) ? [first, escape(second), ...rest] : args;
    return safe(method(self.characters, given, kwargs));
  };
}

function formatting(method: Method<string>): Method<Markup> {
  return (self: Markup, args: Value[], kwargs: Kwargs) => safe(method(self.characters, args, kwargs));
}

/** What Markup can do: all that a str can, with Markup as the result. */
export const markupMethods: Methods<Markup> = new Map<string, Method<Markup>>([
  ...[...stringMethods].map(([name, method]) => [name, wrapped(name, method)] as const),
  ['format', formatting(format(true))],
  ['format_map', formatting(formatMap(true))],
  [
    'join',
    (self, [items = null]) => new Markup(join(self.characters, iterate(items), (item) => escape(item).characters)),
  ],
  ['striptags', (self) => striptags(self.characters)],
  ['unescape', (self) => unescapeHtml(self.characters)],
]);
