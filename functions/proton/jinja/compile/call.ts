import { raise } from '../error.ts';
import { session, spend, spendOn, type Operation } from '../session.ts';
import { SyntaxFault } from '../syntax/token-stream.ts';
import type { CallArguments, ExpressionOf } from '../syntax/nodes.ts';
import { call } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { list } from '../values/iterate.ts';
import { repr } from '../values/repr.ts';
import { noKwargs, typeName, type Kwargs, type Value } from '../values/value.ts';
import { compileExpression } from './expression.ts';
import type { Env, Evaluate, Frame } from './frame.ts';

/** Evaluates the arguments of a call; `first` values go before them. */
interface Prepared {
  args: (env: Env, first: Value[]) => Value[];
  kwargs: (env: Env) => Kwargs;
}

function prepare(node: CallArguments, frame: Frame): Prepared {
  const positional = node.args.map((arg) => compileExpression(arg, frame));
  const spread = node.spread && compileExpression(node.spread, frame);
  const args = (env: Env, values: Value[]): Value[] => {
    for (const arg of positional) values.push(arg(env));
    if (spread !== undefined) values.push(...list(spread(env)));
    return values;
  };
  return { args, kwargs: prepareKeywords(node, frame) };
}

function prepareKeywords(node: CallArguments, frame: Frame): (env: Env) => Kwargs {
  if (node.kwargs.length === 0 && node.keywords === undefined) return () => noKwargs;
  const named = node.kwargs.map(({ key, value }) => [key, compileExpression(value, frame)] as const);
  const keywords = node.keywords && compileExpression(node.keywords, frame);
  const repeated = node.kwargs.find(({ key }, at) => node.kwargs.findIndex((other) => other.key === key) < at);
  if (repeated !== undefined)
    throw new SyntaxFault('TemplateSyntaxError', `keyword argument repeated: ${repeated.key}`, repeated.value.at);
  return (env) => {
    const all = new Map<string, Value>(named.map(([key, value]) => [key, value(env)]));
    if (keywords !== undefined) addKeywords(all, keywords(env));
    return all;
  };
}

function addKeywords(all: Map<string, Value>, more: Value): void {
  if (!(more instanceof Dict)) return raise('TypeError', `argument after ** must be a mapping, not ${typeName(more)}`);
  for (const [key, value] of more.entries()) {
    if (typeof key !== 'string') return raise('TypeError', 'keywords must be strings');
    if (all.has(key)) raise('TypeError', `got multiple values for keyword argument ${repr(key)}`);
    all.set(key, value);
  }
}

/** Compiles `callee(...)`; `caller`: the call block that goes along. */
export function compileCall(node: ExpressionOf<'call'>, frame: Frame, caller?: Evaluate): Evaluate {
  const callee = compileExpression(node.callee, frame);
  const { args, kwargs } = prepare(node, frame);
  return (env) => {
    const target = callee(env);
    const values = args(env, []);
    const named = caller === undefined ? kwargs(env) : new Map([...kwargs(env), ['caller', caller(env)] as const]);
    session.at = node.at;
    return call(target, values, named);
  };
}

function operation(node: ExpressionOf<'filter' | 'test'>, frame: Frame): Operation {
  const known = node.kind === 'filter' ? frame.unit.filters : frame.unit.tests;
  const found = known.get(node.name);
  if (found !== undefined) return found;
  const message = `No ${node.kind} named ${repr(node.name)}`;
  if (!frame.soft) throw new SyntaxFault('TemplateAssertionError', `${message}.`, node.at);
  return () => raise('TemplateRuntimeError', `${message} found.`);
}

/** Compiles a filter; `input` stands for the body of the block that it filters. */
export function compileFilter(node: ExpressionOf<'filter'>, frame: Frame, input?: Evaluate): Evaluate {
  const run = operation(node, frame);
  const of = compileOperand(node, frame, input);
  const { args, kwargs } = prepare(node, frame);
  return (env) => {
    const values = args(env, [of(env)]);
    const named = kwargs(env);
    session.at = node.at;
    spend();
    spendOn(values);
    return run(values, named);
  };
}

function compileOperand({ of }: ExpressionOf<'filter'>, frame: Frame, input?: Evaluate): Evaluate {
  if (of === undefined) return input ?? (() => raise('AssertionError', 'a filter without a value'));
  return of.kind === 'filter' ? compileFilter(of, frame, input) : compileExpression(of, frame);
}

/** Compiles `value is test`. */
export function compileTest(node: ExpressionOf<'test'>, frame: Frame): Evaluate {
  const run = operation(node, frame);
  const of = compileExpression(node.of, frame);
  const { args, kwargs } = prepare(node, frame);
  return (env) => {
    const values = args(env, [of(env)]);
    const named = kwargs(env);
    session.at = node.at;
    spendOn(values);
    return run(values, named);
  };
}
