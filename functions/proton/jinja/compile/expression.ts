import { raise } from '../error.ts';
import { session } from '../session.ts';
import type { Comparison, Expression, ExpressionOf } from '../syntax/nodes.ts';
import { operate, unary } from '../values/arithmetic.ts';
import { getAttribute, getItem } from '../values/attributes.ts';
import { compare, equals } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { sliced } from '../values/index-of.ts';
import { contains, truth } from '../values/iterate.ts';
import { text } from '../values/repr.ts';
import { join } from '../methods/string.ts';
import { Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';
import { compileCall, compileFilter, compileTest } from './call.ts';
import { reader, type Env, type Evaluate, type Frame } from './frame.ts';

type Compile<K extends Expression['kind']> = (node: ExpressionOf<K>, frame: Frame) => Evaluate;

const compilers: { [K in Expression['kind']]: Compile<K> } = {
  const:
    ({ value }) =>
    () =>
      value,
  name: compileName,
  attributeOfNamespace: () => () => raise('TemplateRuntimeError', 'a namespace attribute is not a value'),
  tuple: ({ items }, frame) => compileItems(items, frame, (values) => new Tuple(values)),
  list: ({ items }, frame) => compileItems(items, frame, (values) => values),
  dict: compileDict,
  condition: compileCondition,
  and: compileAnd,
  or: compileOr,
  not: (node, frame) => compileOne(node, frame, (value) => !truth(value)),
  unary: (node, frame) => compileOne(node, frame, (value) => unary(node.operator, value)),
  binary: compileBinary,
  concat: ({ parts }, frame) => compileItems(parts, frame, (values) => join('', values, text)),
  compare: compileComparison,
  attribute: compileAttribute,
  item: compileItem,
  slice: compileSlice,
  call: compileCall,
  filter: (node, frame) => compileFilter(node, frame),
  test: compileTest,
};

/** Compiles an expression. */
export function compileExpression<K extends Expression['kind']>(node: ExpressionOf<K>, frame: Frame): Evaluate {
  const compile = compilers[node.kind] as Compile<K>;
  return compile(node, frame);
}

function compileName({ name, at }: ExpressionOf<'name'>, frame: Frame): Evaluate {
  const read = reader(frame, frame.symbols.ref(name) ?? raise('AssertionError', `${name} was not looked at`));
  return (env) => {
    const value = read(env);
    if (value !== undefined) return value;
    session.at = at;
    return new Undefined({ name });
  };
}

function compileItems(nodes: Expression[], frame: Frame, make: (values: Value[]) => Value): Evaluate {
  const items = nodes.map((node) => compileExpression(node, frame));
  return (env) => make(items.map((item) => item(env)));
}

function compileDict({ items }: ExpressionOf<'dict'>, frame: Frame): Evaluate {
  const entries = items.map(
    ({ key, value }) => [compileExpression(key, frame), compileExpression(value, frame)] as const,
  );
  return (env) => new Dict(entries.map(([key, value]) => [key(env), value(env)] as const));
}

function compileCondition(node: ExpressionOf<'condition'>, frame: Frame): Evaluate {
  const soft = { ...frame, soft: true };
  const test = compileExpression(node.test, soft);
  const yes = compileExpression(node.yes, soft);
  const line = frame.unit.lineAt(node.at);
  const hint = `the inline if-expression on line ${line} evaluated to false and no else section was defined.`;
  const no = node.no === undefined ? () => new Undefined({ hint }, 'lenient') : compileExpression(node.no, soft);
  return (env) => (truth(test(env)) ? yes(env) : no(env));
}

function compileAnd({ left, right }: ExpressionOf<'and' | 'or'>, frame: Frame): Evaluate {
  const first = compileExpression(left, frame);
  const second = compileExpression(right, frame);
  return (env) => {
    const value = first(env);
    return truth(value) ? second(env) : value;
  };
}

function compileOr({ left, right }: ExpressionOf<'and' | 'or'>, frame: Frame): Evaluate {
  const first = compileExpression(left, frame);
  const second = compileExpression(right, frame);
  return (env) => {
    const value = first(env);
    return truth(value) ? value : second(env);
  };
}

function compileOne(
  { operand: node, at }: ExpressionOf<'not' | 'unary'>,
  frame: Frame,
  apply: (value: Value) => Value,
): Evaluate {
  const operand = compileExpression(node, frame);
  return (env) => {
    const value = operand(env);
    session.at = at;
    return apply(value);
  };
}

function compileBinary({ operator, left, right, at }: ExpressionOf<'binary'>, frame: Frame): Evaluate {
  const first = compileExpression(left, frame);
  const second = compileExpression(right, frame);
  return (env) => {
    const a = first(env);
    const b = second(env);
    session.at = at;
    return operate(operator, a, b);
  };
}

function compileComparison({ left, comparisons, at }: ExpressionOf<'compare'>, frame: Frame): Evaluate {
  const first = compileExpression(left, frame);
  const chain = comparisons.map(({ operator, right }) => ({ operator, right: compileExpression(right, frame) }));
  return (env) => {
    let value = first(env);
    for (const { operator, right } of chain) {
      const next = right(env);
      session.at = at;
      if (!holds(operator, value, next)) return false;
      value = next;
    }
    return true;
  };
}

function holds(operator: Comparison['operator'], a: Value, b: Value): boolean {
  if (operator === '==') return equals(a, b);
  if (operator === '!=') return !equals(a, b);
  if (operator === 'in') return contains(b, a);
  return operator === 'not in' ? !contains(b, a) : compare(a, b, operator);
}

function compileAttribute({ of, name, at }: ExpressionOf<'attribute'>, frame: Frame): Evaluate {
  const object = compileExpression(of, frame);
  return (env) => {
    const value = object(env);
    session.at = at;
    return getAttribute(value, name);
  };
}

function compileItem({ of, key, at }: ExpressionOf<'item'>, frame: Frame): Evaluate {
  const object = compileExpression(of, frame);
  const index = compileExpression(key, frame);
  return (env) => {
    const value = object(env);
    const found = index(env);
    session.at = at;
    return getItem(value, found);
  };
}

function compileSlice({ of, slice, at }: ExpressionOf<'slice'>, frame: Frame): Evaluate {
  const object = compileExpression(of, frame);
  const end = (node: Expression | undefined): Evaluate =>
    node === undefined ? () => null : compileExpression(node, frame);
  const [start, stop, step] = [end(slice.start), end(slice.stop), end(slice.step)];
  return (env: Env) => {
    const value = object(env);
    const ends = { start: start(env), stop: stop(env), step: step(env) };
    session.at = at;
    return sliced(value, ends);
  };
}
