import { captured, session, spend } from '../session.ts';
import { undeclared } from '../syntax/children.ts';
import { SyntaxFault } from '../syntax/token-stream.ts';
import type { StatementOf } from '../syntax/nodes.ts';
import { Macro, type MacroShape } from '../values/macro.ts';
import { repr } from '../values/repr.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';
import { compileCall } from './call.ts';
import { compileExpression } from './expression.ts';
import { entering, FunctionScope, innerFrame, type Env, type Evaluate, type Frame, type Run } from './frame.ts';
import { compileStatements, printString } from './statement.ts';

type Callable = StatementOf<'macro' | 'callBlock'>;

const special = ['caller', 'kwargs', 'varargs'] as const;

/** Compiles `{% macro %}`. */
export function compileMacro(node: StatementOf<'macro'>, frame: Frame): Run {
  const make = compileCallable(node, frame);
  const slot = frame.scope.own(frame.symbols.ref(node.name) ?? '');
  return (env) => {
    const macro = make(env);
    env.slots[slot] = macro;
    if (frame.toplevel) env.context.vars.set(node.name, macro);
  };
}

/** Compiles `{% call %}`. */
export function compileCallBlock(node: StatementOf<'callBlock'>, frame: Frame): Run {
  const call = compileCall(node.call, frame, compileCallable(node, frame));
  return (env) => {
    spend();
    const result = call(env);
    session.at = node.at;
    printString(result);
  };
}

function compileCallable(node: Callable, outer: Frame): Evaluate {
  const frame = innerFrame(outer, new FunctionScope(outer.scope));
  const read = undeclared(node.body, [...special]);
  const shape: MacroShape = {
    name: node.kind === 'macro' ? node.name : null,
    parameters: node.names,
    caller: read.has('caller'),
    kwargs: read.has('kwargs') && !node.names.includes('kwargs'),
    varargs: read.has('varargs') && !node.names.includes('varargs'),
  };
  checkCaller(node, shape);
  const extra = special.filter((name) => shape[name] && !node.names.includes(name));
  const slots = [...node.names, ...extra].map((name) => frame.scope.own(frame.symbols.declare(name)));
  frame.symbols.read(node.defaults);
  frame.symbols.visit(node.body);
  const [enter, fill, body] = [entering(frame), compileDefaults(node, frame), compileStatements(node.body, frame)];
  return (env) =>
    new Macro(shape, (args) => {
      const own: Env = { slots: [], up: env, context: env.context };
      slots.forEach((slot, at) => (own.slots[slot] = args[at]));
      enter(own);
      fill(own);
      return captured(() => body(own));
    });
}

function checkCaller({ names, defaults, at }: Callable, { caller }: MacroShape): void {
  const place = names.indexOf('caller');
  if (!caller || place < 0 || place >= names.length - defaults.length) return;
  const message =
    'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.';
  throw new SyntaxFault('TemplateAssertionError', message, at);
}

/** Compiles what parameters are when the call does not give them. */
function compileDefaults({ names, defaults }: Callable, frame: Frame): Run {
  const steps = names.map((name, at) => {
    const node = defaults[at - names.length + defaults.length];
    const hint = `parameter ${repr(name)} was not provided`;
    const value: Evaluate =
      node === undefined ? (): Value => new Undefined({ hint, name }) : compileExpression(node, frame);
    return { slot: frame.scope.own(frame.symbols.ref(name) ?? ''), value };
  });
  return (env) => {
    for (const { slot, value } of steps) if (env.slots[slot] === undefined) env.slots[slot] = value(env);
  };
}
