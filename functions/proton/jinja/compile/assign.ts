import { raise } from '../error.ts';
import { Namespace } from '../values/namespace.ts';
import { targetNames } from '../syntax/children.ts';
import type { Expression } from '../syntax/nodes.ts';
import { isIterable, list } from '../values/iterate.ts';
import { typeName, type Value } from '../values/value.ts';
import { reader, type Env, type Frame, type Run } from './frame.ts';

/** Gives a value to a target. */
export type Assign = (env: Env, value: Value) => void;

/** Compiles an assignment to a name, an attribute of a namespace, or a tuple of these. */
export function compileAssign(target: Expression, frame: Frame): Assign {
  if (target.kind === 'tuple') return compileUnpack(target.items, frame);
  if (target.kind === 'attributeOfNamespace') return compileAttribute(target.name, target.attribute, frame);
  if (target.kind !== 'name') return raise('AssertionError', 'not a target');
  const slot = frame.scope.own(frame.symbols.ref(target.name) ?? '');
  return (env, value) => {
    env.slots[slot] = value;
  };
}

function compileAttribute(name: string, attribute: string, frame: Frame): Assign {
  const read = reader(frame, frame.symbols.ref(name) ?? '');
  return (env, value) => {
    const namespace = read(env);
    if (!(namespace instanceof Namespace))
      return raise('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
    namespace.members.set(attribute, value);
  };
}

function compileUnpack(targets: Expression[], frame: Frame): Assign {
  const assigns = targets.map((target) => compileAssign(target, frame));
  return (env, value) => {
    const items = unpacked(value, assigns.length);
    assigns.forEach((assign, at) => assign(env, items[at] ?? null));
  };
}

/** The items of a value that must have just so many. */
function unpacked(value: Value, count: number): Value[] {
  if (!isIterable(value)) return raise('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
  const items = list(value);
  if (items.length > count) raise('ValueError', `too many values to unpack (expected ${count})`);
  if (items.length < count) raise('ValueError', `not enough values to unpack (expected ${count}, got ${items.length})`);
  return items;
}

/** Makes what a target at the top level was given part of the context. */
export function exporting(target: Expression, frame: Frame): Run {
  if (!frame.toplevel) return () => undefined;
  const names = targetNames(target).map((name) => ({ name, read: reader(frame, frame.symbols.ref(name) ?? '') }));
  return (env) => {
    for (const { name, read } of names) env.context.vars.set(name, read(env) ?? null);
  };
}
