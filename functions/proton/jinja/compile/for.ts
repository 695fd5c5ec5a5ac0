import { captured, nested, spend, session } from '../session.ts';
import { everyStatement, partsOf, targetNames, undeclared } from '../syntax/children.ts';
import { SyntaxFault } from '../syntax/token-stream.ts';
import type { StatementOf } from '../syntax/nodes.ts';
import { iterate, Iter, truth } from '../values/iterate.ts';
import { LoopContext, type Recurse } from '../values/loop.ts';
import { Tuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { compileAssign } from './assign.ts';
import { compileExpression } from './expression.ts';
import { entering, FunctionScope, innerFrame, leaving, type Env, type Frame, type Run } from './frame.ts';
import { compileStatements } from './statement.ts';

type For = StatementOf<'for'>;

/** Runs a loop over items; for a recursive one, `recurse` and its depth. */
type Loop = (env: Env, items: Value, again?: { recurse: Recurse; depth: number }) => void;

/** Compiles a `for`. */
export function compileFor(node: For, frame: Frame): Run {
  refuseLoopAsTarget(node);
  const items = compileExpression(node.items, frame);
  if (node.recursive) return compileRecursive(node, frame);
  const loop = compileLoop(node, frame);
  return (env) => {
    const value = items(env);
    session.at = node.items.at;
    loop(env, value);
  };
}

function refuseLoopAsTarget(node: For): void {
  const stores = [...everyStatement([node])].flatMap((statement) =>
    partsOf(statement).filter((part) => 'store' in part),
  );
  const bad = stores.find(({ store }) => targetNames(store).includes('loop'));
  if (bad === undefined) return;
  throw new SyntaxFault(
    'TemplateAssertionError',
    "Can't assign to special loop variable in for-loop target",
    bad.store.at,
  );
}

function compileRecursive(node: For, frame: Frame): Run {
  const items = compileExpression(node.items, frame);
  const loop = compileLoop(node, { ...frame, scope: new FunctionScope(frame.scope) });
  return (env) => {
    const recurse: Recurse = (value, depth) =>
      nested(() => captured(() => loop({ slots: [], up: env, context: env.context }, value, { recurse, depth })));
    const value = items(env);
    session.at = node.items.at;
    session.out += recurse(value, 0);
  };
}

function compileLoop(node: For, frame: Frame): Loop {
  const inside = innerFrame(frame);
  const isExtended = needsLoop(node);
  const loopSlot = isExtended ? inside.scope.own(inside.symbols.declare('loop')) : -1;
  inside.symbols.declareTarget(node.target);
  inside.symbols.visit(node.body);
  const [filter, enter, assign] = [compileTest(node, frame), entering(inside), compileAssign(node.target, inside)];
  const [body, leave, otherwise] = [compileStatements(node.body, inside), leaving(inside), compileElse(node, frame)];
  return (env, items, again) => {
    const found = filter(env, items);
    const loop = isExtended ? new LoopContext(found, again) : undefined;
    let isEmpty = true;
    for (const item of loop ?? iterate(found)) {
      spend();
      isEmpty = false;
      assign(env, item);
      if (loop !== undefined) env.slots[loopSlot] = loop;
      enter(env);
      body(env);
    }
    leave(env);
    if (isEmpty) otherwise(env);
  };
}

function needsLoop(node: For): boolean {
  if (node.recursive || undeclared(node.body, ['loop']).has('loop')) return true;
  for (const statement of everyStatement([node])) if (statement.kind === 'block' && statement.scoped) return true;
  return false;
}

function compileElse(node: For, frame: Frame): Run {
  if (node.otherwise.length === 0) return () => undefined;
  const inside = innerFrame(frame);
  inside.symbols.visit(node.otherwise);
  const [enter, run, leave] = [entering(inside), compileStatements(node.otherwise, inside), leaving(inside)];
  return (env) => {
    enter(env);
    run(env);
    leave(env);
  };
}

/** Compiles the `if` of a `for`: a function of its own over the items, as in Jinja2, so it cannot see the loop. */
function compileTest(node: For, frame: Frame): (env: Env, items: Value) => Value {
  if (node.test === undefined) return (_, items) => items;
  const inside = innerFrame(frame, new FunctionScope(frame.scope));
  inside.symbols.declareTarget(node.target);
  inside.symbols.read([node.test]);
  const [enter, assign, test] = [
    entering(inside),
    compileAssign(node.target, inside),
    compileExpression(node.test, inside),
  ];
  const isTuple = node.target.kind === 'tuple';
  const passing = function* (outer: Env, items: Value): Iterable<Value> {
    const env: Env = { slots: [], up: outer, context: outer.context };
    enter(env);
    for (const item of iterate(items)) {
      spend();
      assign(env, item);
      if (truth(test(env))) yield isTuple && !(item instanceof Tuple) ? new Tuple([...iterate(item)]) : item;
    }
  };
  return (env, items) => new Iter(passing(env, items));
}
