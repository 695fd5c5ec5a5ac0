import type { CallArguments, Expression, Statement, StatementOf } from './nodes.ts';

/** The expressions directly inside an expression, in the order Jinja2 visits them. */
export function inner(node: Expression): Expression[] {
  switch (node.kind) {
    case 'const':
    case 'name':
    case 'attributeOfNamespace':
      return [];
    case 'tuple':
    case 'list':
      return node.items;
    case 'dict':
      return node.items.flatMap(({ key, value }) => [key, value]);
    case 'condition':
      return [node.test, node.yes, ...optional(node.no)];
    case 'and':
    case 'or':
    case 'binary':
      return [node.left, node.right];
    case 'not':
    case 'unary':
      return [node.operand];
    case 'concat':
      return node.parts;
    case 'compare':
      return [node.left, ...node.comparisons.map(({ right }) => right)];
    case 'attribute':
      return [node.of];
    case 'item':
      return [node.of, node.key];
    case 'slice':
      return [node.of, ...optional(node.slice.start), ...optional(node.slice.stop), ...optional(node.slice.step)];
    case 'call':
      return [node.callee, ...callInner(node)];
    case 'filter':
    case 'test':
      return [...optional(node.of), ...callInner(node)];
  }
}

function callInner({ args, kwargs, spread, keywords }: CallArguments): Expression[] {
  return [...args, ...kwargs.map(({ value }) => value), ...optional(spread), ...optional(keywords)];
}

function optional<T>(node: T | undefined): T[] {
  return node === undefined ? [] : [node];
}

/** A part of a statement: something read, something assigned to, a parameter, or a statement. */
export type Part = { load: Expression } | { store: Expression } | { parameter: string } | { statement: Statement };

/** The parts of a statement, in the order Jinja2 visits them. */
export function partsOf(node: Statement): Part[] {
  switch (node.kind) {
    case 'text':
      return [];
    case 'output':
      return [{ load: node.value }];
    case 'for':
      return forParts(node);
    case 'if':
      return [...node.branches.flatMap(branchParts), ...statements(node.otherwise)];
    case 'set':
      return [{ store: node.target }, { load: node.value }];
    case 'setBlock':
      return [{ store: node.target }, ...loads(optional(node.filter)), ...statements(node.body)];
    case 'with':
      return [
        ...node.targets.flatMap(targetNames).map((parameter) => ({ parameter })),
        ...loads(node.values),
        ...statements(node.body),
      ];
    case 'macro':
    case 'callBlock':
      return callableParts(node);
    case 'filterBlock':
      return [...statements(node.body), { load: node.filter }];
    case 'scope':
      return [{ load: node.option }, ...statements(node.body)];
    case 'block':
      return statements(node.body);
    case 'extends':
    case 'include':
    case 'import':
      return [{ load: node.template }];
  }
}

function forParts({ target, items, body, otherwise, test }: StatementOf<'for'>): Part[] {
  return [{ store: target }, { load: items }, ...statements(body), ...statements(otherwise), ...loads(optional(test))];
}

function branchParts({ test, body }: StatementOf<'if'>['branches'][number]): Part[] {
  return [{ load: test }, ...statements(body)];
}

function callableParts(node: StatementOf<'macro' | 'callBlock'>): Part[] {
  const call = node.kind === 'callBlock' ? loads([node.call]) : [];
  const parameters = node.names.map((parameter) => ({ parameter }));
  return [...call, ...parameters, ...loads(node.defaults), ...statements(node.body)];
}

function statements(nodes: Statement[]): Part[] {
  return nodes.map((statement) => ({ statement }));
}

function loads(nodes: Expression[]): Part[] {
  return nodes.map((load) => ({ load }));
}

/** The names that a target assigns to. */
export function targetNames(target: Expression): string[] {
  if (target.kind === 'tuple') return target.items.flatMap(targetNames);
  return target.kind === 'name' ? [target.name] : [];
}

/** Every statement within `nodes`, at any depth. */
export function* everyStatement(nodes: Statement[]): Iterable<Statement> {
  for (const node of nodes) {
    yield node;
    yield* everyStatement(partsOf(node).flatMap((part) => ('statement' in part ? [part.statement] : [])));
  }
}

/** Which of `names` the nodes read before they assign to them (jinja2's find_undeclared); blocks are looked at on their own. */
export function undeclared(nodes: Statement[], names: string[]): Set<string> {
  const found = new Set<string>();
  const sought = new Set(names);
  const read = (node: Expression): void => {
    if (node.kind === 'name' && sought.has(node.name)) found.add(node.name);
    inner(node).forEach(read);
  };
  const visit = (node: Statement): void => {
    if (node.kind === 'block') return;
    partsOf(node).forEach(visitPart);
  };
  const visitPart = (part: Part): void => {
    if ('load' in part) read(part.load);
    else if ('store' in part) targetNames(part.store).forEach((name) => sought.delete(name));
    else if ('parameter' in part) sought.delete(part.parameter);
    else visit(part.statement);
  };
  nodes.forEach(visit);
  return found;
}
