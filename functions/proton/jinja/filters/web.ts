import { raise } from '../error.ts';
import { escape } from '../methods/markup.ts';
import { striptags } from '../text/html.ts';
import { isIterable, iterate, list, truth } from '../values/iterate.ts';
import { Dict } from '../values/dict.ts';
import { string } from '../values/compare.ts';
import { repr, text } from '../values/repr.ts';
import { Undefined } from '../values/undefined.ts';
import { typeName, type Value } from '../values/value.ts';
import { filter, type Filter } from './filter.ts';
import { urlize } from './urlize.ts';

/** Python's urllib.parse.quote; in a query "/" is quoted too and a space is "+". */
function quote(value: Value, inQuery: boolean): string {
  let out = '';
  for (const byte of new TextEncoder().encode(text(value))) {
    const character = String.fromCharCode(byte);
    const isPlain = /[A-Za-z0-9_.~-]/.test(character) || (character === '/' && !inQuery);
    out += isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return inQuery ? out.replaceAll('%20', '+') : out;
}

function urlEncode(value: Value): string {
  if (value instanceof Undefined) value.bark();
  if (string(value) !== undefined || !isIterable(value)) return quote(value, false);
  const pairs = value instanceof Dict ? [...value.entries()] : list(value).map(pair);
  return pairs.map(([key, member]) => `${quote(key, true)}=${quote(member, true)}`).join('&');
}

function pair(item: Value): [Value, Value] {
  if (!isIterable(item)) raise('TypeError', `cannot unpack non-iterable ${typeName(item)} object`);
  const [key, value, more] = iterate(item);
  if (key === undefined || value === undefined)
    return raise('ValueError', 'not enough values to unpack (expected 2, got 1)');
  return more === undefined ? [key, value] : raise('ValueError', 'too many values to unpack (expected 2)');
}

function xmlAttributes(value: Value, autospace: boolean): string {
  if (value instanceof Undefined) return value.fail();
  if (!(value instanceof Dict)) return raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const parts: string[] = [];
  for (const [key, member] of value.entries()) {
    if (member === null || member instanceof Undefined) continue;
    const name = string(key) ?? raise('TypeError', `expected string or bytes-like object, got '${typeName(key)}'`);
    if (/[\t-\r />=]/.test(name)) raise('ValueError', `Invalid character in attribute name: ${repr(key)}`);
    parts.push(`${escape(key).characters}="${escape(member).characters}"`);
  }
  return (autospace && parts.length > 0 ? ' ' : '') + parts.join(' ');
}

function linked(value: Value, [limit, noFollow, target, rel, schemes]: readonly Value[]): Value {
  const parts = new Set(rel === null || rel === undefined ? [] : text(rel).split(' ').filter(Boolean));
  if (truth(noFollow ?? false)) parts.add('nofollow');
  parts.add('noopener');
  return urlize(escape(value).characters, {
    limit: typeof limit === 'bigint' ? Number(limit) : undefined,
    rel: [...parts].sort().join(' '),
    target: target === null || target === undefined ? '' : text(target),
    schemes: schemes === null || schemes === undefined ? [] : list(schemes).map(text),
  });
}

/** Filters for the web. */
export const webFilters: Filter[] = [
  filter({ name: 'do_urlencode', required: ['value'] }, ([value]) => urlEncode(value)),
  filter({ name: 'do_xmlattr', required: ['d'], optional: { autospace: true } }, ([value, autospace]) =>
    xmlAttributes(value, truth(autospace)),
  ),
  filter({ name: 'do_striptags', required: ['value'] }, ([value]) => striptags(text(value))),
  filter(
    {
      name: 'do_urlize',
      required: ['value'],
      optional: { trim_url_limit: null, nofollow: false, target: null, rel: null, extra_schemes: null },
    },
    ([value, ...how]) => linked(value, how),
  ),
];
