import { raise } from '../error.ts';
import { captured, nested } from '../session.ts';
import { undeclared } from '../syntax/children.ts';
import type { StatementOf } from '../syntax/nodes.ts';
import { Callable } from '../values/callable.ts';
import { repr } from '../values/repr.ts';
import { Undefined } from '../values/undefined.ts';
import { PyObject, type Value } from '../values/value.ts';
import { Context, entering, FunctionScope, reader, type Env, type Frame, type Run, type Unit } from './frame.ts';
import { compileStatements } from './statement.ts';
import { Symbols } from './symbols.ts';

/** `self` in a template: its blocks by name (jinja2.runtime.TemplateReference). */
export class Self extends PyObject {
  readonly type = 'TemplateReference';
  override readonly module = 'jinja2.runtime';
  readonly #unit: Unit;
  readonly #context: Context;

  constructor(unit: Unit, context: Context) {
    super();
    this.#unit = unit;
    this.#context = context;
  }

  override repr(): string {
    return '<TemplateReference None>';
  }

  override subscriptable(): boolean {
    return true;
  }

  override item(name: Value): Value | undefined {
    const run = typeof name === 'string' ? this.#unit.blocks.get(name) : undefined;
    return run && new Callable('block', () => nested(() => captured(() => run(this.#context))), 'BlockReference');
  }
}

/** Compiles the body of a block into a function of a context. */
export function compileBlockBody(node: StatementOf<'block'>, unit: Unit): (context: Context) => void {
  const frame: Frame = { symbols: new Symbols(), scope: new FunctionScope(), unit, toplevel: false, soft: false };
  const read = undeclared(node.body, ['self', 'super']);
  const self = read.has('self') ? frame.scope.own(frame.symbols.declare('self')) : -1;
  const parent = read.has('super') ? frame.scope.own(frame.symbols.declare('super')) : -1;
  frame.symbols.visit(node.body);
  const [enter, run] = [entering(frame), compileStatements(node.body, frame)];
  const hint = `there is no parent block called ${repr(node.name)}.`;
  return (context) => {
    const env: Env = { slots: [], up: undefined, context };
    if (self >= 0) env.slots[self] = new Self(unit, context);
    if (parent >= 0) env.slots[parent] = new Undefined({ hint, name: 'super' });
    enter(env);
    run(env);
  };
}

/** Compiles the place where a block stands. */
export function compileBlock({ name, scoped, required }: StatementOf<'block'>, frame: Frame): Run {
  const stores = scoped
    ? [...frame.symbols.allStores()].map(([key, identifier]) => ({ key, read: reader(frame, identifier) }))
    : [];
  return (env) => {
    if (required) raise('TemplateRuntimeError', `Required block ${repr(name)} not found`);
    const found = stores.map(({ key, read }) => [key, read(env)] as const);
    const given = found.flatMap(([key, value]): [string, Value][] => (value === undefined ? [] : [[key, value]]));
    const context = scoped ? env.context.derived(given) : env.context;
    nested(() => frame.unit.blocks.get(name)?.(context));
  };
}
