import { raise } from '../error.ts';
import { captured, print, session, spend } from '../session.ts';
import { SyntaxFault } from '../syntax/token-stream.ts';
import type { Statement, StatementOf } from '../syntax/nodes.ts';
import { truth } from '../values/iterate.ts';
import { text } from '../values/repr.ts';
import { string } from '../values/compare.ts';
import { typeName, type Value } from '../values/value.ts';
import { compileAssign, exporting } from './assign.ts';
import { compileBlock } from './block.ts';
import { compileFilter } from './call.ts';
import { compileExpression } from './expression.ts';
import { entering, innerFrame, leaving, sequence, type Frame, type Run } from './frame.ts';
import { compileFor } from './for.ts';
import { compileCallBlock, compileMacro } from './macro.ts';
import { Aligned } from '../filters/aligned.ts';

type Compile<K extends Statement['kind']> = (node: StatementOf<K>, frame: Frame) => Run;

const compilers: { [K in Statement['kind']]: Compile<K> } = {
  text:
    ({ text: characters }) =>
    () =>
      print(characters),
  output: compileOutput,
  for: compileFor,
  if: compileIf,
  set: compileSet,
  setBlock: compileSetBlock,
  with: compileWith,
  macro: compileMacro,
  callBlock: compileCallBlock,
  filterBlock: compileFilterBlock,
  scope: compileScope,
  block: compileBlock,
  extends: compileExtends,
  include: compileInclude,
  import: ({ template }, frame) => compileLoad(template, frame),
};

function compileOne<K extends Statement['kind']>(node: StatementOf<K>, frame: Frame): Run {
  const compile = compilers[node.kind] as Compile<K>;
  return compile(node, frame);
}

/** Compiles a row of statements. */
export function compileStatements(nodes: Statement[], frame: Frame): Run {
  return sequence(nodes.map((node) => compileOne(node, frame)));
}

function compileOutput({ value, at }: StatementOf<'output'>, frame: Frame): Run {
  const evaluate = compileExpression(value, frame);
  return (env) => {
    spend();
    const result = evaluate(env);
    if (typeof result === 'string') return print(result);
    session.at = at;
    print(result instanceof Aligned ? result.after(session.out) : text(result));
  };
}

/** Prints what a call block or filter block made, which must be text. */
export function printString(value: Value): void {
  print(string(value) ?? raise('TypeError', `sequence item 0: expected str instance, ${typeName(value)} found`));
}

function compileIf({ branches, otherwise }: StatementOf<'if'>, frame: Frame): Run {
  const soft = { ...frame, soft: true };
  const tests = branches.map(({ test, body }) => ({
    at: test.at,
    test: compileExpression(test, soft),
    body: compileStatements(body, soft),
  }));
  const last = compileStatements(otherwise, soft);
  return (env) => {
    spend();
    for (const { at, test, body } of tests) {
      const value = test(env);
      session.at = at;
      if (truth(value)) return body(env);
    }
    last(env);
  };
}

function compileSet({ target, value, at }: StatementOf<'set'>, frame: Frame): Run {
  const evaluate = compileExpression(value, frame);
  const assign = compileAssign(target, frame);
  const share = exporting(target, frame);
  return (env) => {
    spend();
    const result = evaluate(env);
    session.at = at;
    assign(env, result);
    share(env);
  };
}

function compileSetBlock({ target, filter, body }: StatementOf<'setBlock'>, frame: Frame): Run {
  const block = innerFrame(frame);
  block.symbols.visit(body);
  if (filter !== undefined) block.symbols.read([filter]);
  const enter = entering(block);
  const run = compileStatements(body, block);
  let rendered: Value = '';
  const change = filter?.kind === 'filter' ? compileFilter(filter, block, () => rendered) : () => rendered;
  const [assign, share, leave] = [compileAssign(target, frame), exporting(target, frame), leaving(block)];
  return (env) => {
    spend();
    enter(env);
    rendered = captured(() => run(env));
    assign(env, change(env));
    share(env);
    leave(env);
  };
}

function compileFilterBlock({ filter, body }: StatementOf<'filterBlock'>, frame: Frame): Run {
  const block = innerFrame(frame);
  block.symbols.visit(body);
  block.symbols.read([filter]);
  const enter = entering(block);
  const run = compileStatements(body, block);
  let rendered: Value = '';
  const change = filter.kind === 'filter' ? compileFilter(filter, block, () => rendered) : () => rendered;
  const leave = leaving(block);
  return (env) => {
    spend();
    enter(env);
    rendered = captured(() => run(env));
    printString(change(env));
    leave(env);
  };
}

function compileWith({ targets, values, body }: StatementOf<'with'>, frame: Frame): Run {
  const block = innerFrame(frame);
  targets.forEach((target) => block.symbols.declareTarget(target));
  block.symbols.visit(body);
  const enter = entering(block);
  const sets = targets.map((target, at) => {
    const value = values[at];
    return {
      assign: compileAssign(target, block),
      evaluate: value === undefined ? () => null : compileExpression(value, frame),
    };
  });
  const run = compileStatements(body, block);
  const leave = leaving(block);
  return (env) => {
    spend();
    enter(env);
    for (const { assign, evaluate } of sets) assign(env, evaluate(env));
    run(env);
    leave(env);
  };
}

/** `{% autoescape %}`: what Proton renders is never HTML, so escaping can be switched off only. */
function compileScope({ option, body }: StatementOf<'scope'>, frame: Frame): Run {
  const block = innerFrame(frame);
  block.symbols.read([option]);
  block.symbols.visit(body);
  const [enter, evaluate, run, leave] = [
    entering(block),
    compileExpression(option, block),
    compileStatements(body, block),
    leaving(block),
  ];
  return (env) => {
    enter(env);
    if (truth(evaluate(env))) raise('TemplateRuntimeError', 'autoescape is not supported');
    run(env);
    leave(env);
  };
}

const noLoader = 'no loader for this environment specified';

function compileLoad(template: Parameters<typeof compileExpression>[0], frame: Frame): Run {
  const evaluate = compileExpression(template, frame);
  return (env) => {
    evaluate(env);
    session.at = template.at;
    raise('TypeError', noLoader);
  };
}

function compileExtends({ template, at }: StatementOf<'extends'>, frame: Frame): Run {
  if (!frame.toplevel)
    throw new SyntaxFault('TemplateAssertionError', 'cannot use extend from a non top-level scope', at);
  return compileLoad(template, frame);
}

function compileInclude({ template, ignoreMissing }: StatementOf<'include'>, frame: Frame): Run {
  const evaluate = compileExpression(template, frame);
  return (env) => {
    const names = evaluate(env);
    session.at = template.at;
    const isEmpty = typeof names === 'object' && !truth(names);
    if (!isEmpty) raise('TypeError', noLoader);
    if (!ignoreMissing) raise('TemplatesNotFound', 'Tried to select from an empty list of templates.');
  };
}
