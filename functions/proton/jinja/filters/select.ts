import { raise } from '../error.ts';
import { spend, session, type Operation } from '../session.ts';
import { iterate, Iter, truth } from '../values/iterate.ts';
import { repr } from '../values/repr.ts';
import type { Kwargs, Value } from '../values/value.ts';
import { getter, type Filter, type Getter } from './filter.ts';

function named(known: ReadonlyMap<string, Operation>, kind: string, name: Value): Operation {
  const found = typeof name === 'string' ? known.get(name) : undefined;
  return found ?? raise('TemplateRuntimeError', `No ${kind} named ${repr(name)}.`);
}

function mapper(args: Value[], kwargs: Kwargs): Getter {
  if (args.length === 0 && kwargs.has('attribute')) return attributeMapper(kwargs);
  const [name, ...rest] = args;
  if (name === undefined) return raise('FilterArgumentError', 'map requires a filter argument');
  return (item) => named(session.filters, 'filter', name)([item, ...rest], kwargs);
}

function attributeMapper(kwargs: Kwargs): Getter {
  for (const keyword of kwargs.keys())
    if (keyword !== 'attribute' && keyword !== 'default')
      raise('FilterArgumentError', `Unexpected keyword argument ${repr(keyword)}`);
  return getter(kwargs.get('attribute') ?? null, kwargs.get('default') ?? null);
}

function* mapped([value = null, ...args]: Value[], kwargs: Kwargs): Iterable<Value> {
  if (!truth(value)) return;
  const change = mapper(args, kwargs);
  for (const item of iterate(value)) {
    spend();
    yield change(item);
  }
}

interface Selection {
  keep: boolean;
  byAttribute: boolean;
}

function chooser(args: Value[], kwargs: Kwargs, { keep, byAttribute }: Selection): (item: Value) => boolean {
  const [attribute, ...others] = args;
  if (byAttribute && attribute === undefined) raise('FilterArgumentError', 'Missing parameter for attribute name');
  const value = byAttribute ? getter(attribute ?? null) : (item: Value) => item;
  const [name, ...rest] = byAttribute ? others : args;
  if (name === undefined) return (item) => truth(value(item)) === keep;
  return (item) => truth(named(session.tests, 'test', name)([value(item), ...rest], kwargs)) === keep;
}

function selecting(name: string, selection: Selection): Filter {
  const selected = function* ([value = null, ...args]: Value[], kwargs: Kwargs): Iterable<Value> {
    if (!truth(value)) return;
    const chosen = chooser(args, kwargs, selection);
    for (const item of iterate(value)) {
      spend();
      if (chosen(item)) yield item;
    }
  };
  return [name, (args, kwargs) => new Iter(selected(args, kwargs))];
}

/** Filters that apply other filters and tests to each item. */
export const selectFilters: Filter[] = [
  ['map', (args, kwargs) => new Iter(mapped(args, kwargs))],
  selecting('select', { keep: true, byAttribute: false }),
  selecting('reject', { keep: false, byAttribute: false }),
  selecting('selectattr', { keep: true, byAttribute: true }),
  selecting('rejectattr', { keep: false, byAttribute: true }),
];
