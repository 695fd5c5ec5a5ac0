import type { Operation } from '../session.ts';
import { attribute } from '../values/attributes.ts';
import { truth } from '../values/iterate.ts';
import { text } from '../values/repr.ts';
import { Undefined } from '../values/undefined.ts';
import type { Arguments } from '../values/callable.ts';
import type { Value } from '../values/value.ts';
import { filter } from './filter.ts';
import { jsonFilters } from './json.ts';
import { numberFilters } from './number.ts';
import { printFilters } from './pprint.ts';
import { protonFilters } from './proton.ts';
import { selectFilters } from './select.ts';
import { sequenceFilters } from './sequence.ts';
import { textFilters } from './text.ts';
import { webFilters } from './web.ts';
import { wrapFilters } from './wordwrap.ts';

function orDefault([value, fallback, boolean]: Arguments): Value {
  return value instanceof Undefined || (truth(boolean) && !truth(value)) ? fallback : value;
}

function attributeOf(value: Value, name: Value): Value {
  const found = attribute(value, text(name));
  return found === undefined ? new Undefined({ of: value, name }) : found;
}

const fallback = { default_value: '', boolean: false };

/** Jinja2's filters and those that Proton adds, by name. */
export const builtinFilters: ReadonlyMap<string, Operation> = new Map([
  ...textFilters,
  ...numberFilters,
  ...sequenceFilters,
  ...selectFilters,
  ...jsonFilters,
  ...printFilters,
  ...webFilters,
  ...wrapFilters,
  ...protonFilters,
  filter({ name: 'do_default', required: ['value'], optional: fallback }, orDefault),
  filter({ name: 'do_d', required: ['value'], optional: fallback }, orDefault),
  filter({ name: 'do_attr', required: ['obj', 'name'] }, ([value, name]) => attributeOf(value, name)),
]);
