import { compileBlockBody, Self } from './compile/block.ts';
import { Context, entering, FunctionScope, type Env, type Frame, type Run, type Unit } from './compile/frame.ts';
import { compileStatements } from './compile/statement.ts';
import { Symbols } from './compile/symbols.ts';
import { JinjaError } from './error.ts';
import { builtinFilters } from './filters/filters.ts';
import { fromHost } from './from-host.ts';
import { globals } from './globals.ts';
import {
  defaultLimits,
  session,
  within,
  type Limits,
  type Operation,
  type Session,
  type UndefinedKind,
} from './session.ts';
import { everyStatement, undeclared } from './syntax/children.ts';
import { normalized, tokenize } from './syntax/lexer.ts';
import type { Statement, StatementOf } from './syntax/nodes.ts';
import { parseStatements } from './syntax/parse-body.ts';
import { SyntaxFault, TokenStream } from './syntax/token-stream.ts';
import { builtinTests } from './tests.ts';
import { stringRepr } from './text/string-repr.ts';

/** How a template is compiled and rendered; all optional. */
export interface RenderOptions {
  limits?: Partial<Limits>;
  /** What an undefined value does when it is used; 'strict' (as Proton) if not given. */
  undefined?: UndefinedKind;
  /** Filters besides Jinja2's own, or in their place. */
  filters?: Readonly<Record<string, Operation>>;
}

/** A compiled template: compile once, render often. */
export interface Template {
  /** Renders with variables: plain JSON-like data, bigints, Maps and `Float`s. */
  render(variables: object): string;
}

interface Place {
  line: number;
  column: number;
}

/** Compiles a template; fails with a JinjaError (TemplateSyntaxError, TemplateAssertionError) that names line and column. */
export function compile(source: string, options: RenderOptions = {}): Template {
  const text = normalized(source);
  const filters = new Map([...builtinFilters, ...Object.entries(options.filters ?? {})]);
  const place = (at: number) => placeOf(text, at);
  const unit: Unit = { filters, tests: builtinTests, blocks: new Map(), lineAt: (at) => place(at).line };
  const fresh = (): Session => ({
    limits: { ...defaultLimits, ...options.limits },
    undefined: options.undefined ?? 'strict',
    filters,
    tests: builtinTests,
    steps: 0,
    depth: 0,
    at: 0,
    out: '',
    seed: 1,
  });
  const run = within(fresh(), () => located(place, () => compileTemplate(text, unit)));
  return {
    render: (variables) =>
      within(fresh(), () =>
        located(place, () => {
          run(new Context(new Map([...globals, ...fromHost(variables)])));
          return session.out;
        }),
      ),
  };
}

/** Renders a template with variables; fails with a JinjaError that names line and column. */
export function render(source: string, variables: object, options: RenderOptions = {}): string {
  return compile(source, options).render(variables);
}

function compileTemplate(text: string, unit: Unit): (context: Context) => void {
  const nodes = parse(text);
  const blocks = collectBlocks(nodes);
  const frame: Frame = { symbols: new Symbols(), scope: new FunctionScope(), unit, toplevel: true, soft: false };
  const self = undeclared(nodes, ['self']).has('self') ? frame.scope.own(frame.symbols.declare('self')) : -1;
  frame.symbols.visit(nodes);
  const enter = entering(frame);
  const run: Run = compileStatements(nodes, frame);
  for (const block of blocks) unit.blocks.set(block.name, compileBlockBody(block, unit));
  return (context) => {
    const env: Env = { slots: [], up: undefined, context };
    if (self >= 0) env.slots[self] = new Self(unit, context);
    enter(env);
    run(env);
  };
}

function parse(text: string): Statement[] {
  return parseStatements(new TokenStream(tokenize(text)));
}

function collectBlocks(nodes: Statement[]): StatementOf<'block'>[] {
  const blocks = new Map<string, StatementOf<'block'>>();
  for (const node of everyStatement(nodes)) {
    if (node.kind !== 'block') continue;
    if (blocks.has(node.name))
      throw new SyntaxFault('TemplateAssertionError', `block ${stringRepr(node.name)} defined twice`, node.at);
    blocks.set(node.name, node);
  }
  return [...blocks.values()];
}

/** Adds the place to what goes wrong; a stack or memory that runs out is the template's fault too. */
function located<T>(place: (at: number) => Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxFault) throw error.placed(place(error.at));
    if (error instanceof JinjaError) throw error.placed(place(session.at));
    if (error instanceof RangeError) throw new JinjaError('RecursionError', error.message).placed(place(session.at));
    throw error;
  }
}

function placeOf(text: string, at: number): Place {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
