import { inner, targetNames } from '../syntax/children.ts';
import type { Expression, Statement, StatementOf } from '../syntax/nodes.ts';

/** How a variable gets its value when its scope is entered: from the context, from a variable further out, or not at all yet. */
export type Load =
  { how: 'parameter' } | { how: 'resolve'; name: string } | { how: 'alias'; of: string } | { how: 'missing' };

/**
 * Which variables a scope has, decided before it runs as Jinja2 does (jinja2.idtracking): a name that is assigned anywhere in a scope is
 * a variable of that scope; it starts as the outer one, or as the context's if it is read first.
 */
export class Symbols {
  readonly level: number;
  readonly parent: Symbols | undefined;
  refs = new Map<string, string>();
  loads = new Map<string, Load>();
  stores = new Set<string>();

  constructor(parent?: Symbols) {
    this.parent = parent;
    this.level = parent === undefined ? 0 : parent.level + 1;
  }

  /** The identifier of a name here or further out. */
  ref(name: string): string | undefined {
    return this.refs.get(name) ?? this.parent?.ref(name);
  }

  declare(name: string): string {
    this.stores.add(name);
    return this.#define(name, { how: 'parameter' });
  }

  #define(name: string, load: Load): string {
    const identifier = `${this.level} ${name}`;
    this.refs.set(name, identifier);
    this.loads.set(identifier, load);
    return identifier;
  }

  #store(name: string): void {
    this.stores.add(name);
    if (this.refs.has(name)) return;
    const outer = this.parent?.ref(name);
    this.#define(name, outer === undefined ? { how: 'missing' } : { how: 'alias', of: outer });
  }

  #load(name: string): void {
    if (this.ref(name) === undefined) this.#define(name, { how: 'resolve', name });
  }

  /** Every variable assigned here or further out, by name. */
  allStores(): Map<string, string> {
    const found = new Map(this.parent?.allStores());
    for (const name of this.stores) found.set(name, this.ref(name) ?? '');
    return found;
  }

  /** Notes what expressions read. */
  read(nodes: Expression[]): void {
    for (const node of nodes) {
      if (node.kind === 'name' || node.kind === 'attributeOfNamespace') this.#load(node.name);
      this.read(inner(node));
    }
  }

  /** Notes what an assignment's target assigns; an attribute of a namespace is a read. */
  assign(target: Expression): void {
    if (target.kind === 'tuple') target.items.forEach((item) => this.assign(item));
    else if (target.kind === 'name') this.#store(target.name);
    else this.read([target]);
  }

  /** Notes what statements of this very scope read and assign; scopes within are looked at when they are compiled. */
  visit(nodes: Statement[]): void {
    nodes.forEach((node) => this.#visit(node));
  }

  #visit(node: Statement): void {
    if (node.kind === 'output') return this.read([node.value]);
    if (node.kind === 'for') return this.read([node.items]);
    if (node.kind === 'if') return this.#visitIf(node);
    if (node.kind === 'set') return this.#visitSet(node);
    if (node.kind === 'setBlock') return this.assign(node.target);
    if (node.kind === 'with') return this.read(node.values);
    if (node.kind === 'macro') return this.#store(node.name);
    if (node.kind === 'callBlock') return this.read([node.call]);
    if (node.kind === 'filterBlock') return this.read([node.filter]);
    if (node.kind === 'extends' || node.kind === 'include') return this.read([node.template]);
    if (node.kind !== 'import') return;
    this.read([node.template]);
    node.names.forEach((name) => this.#store(name));
  }

  #visitSet(node: StatementOf<'set'>): void {
    this.read([node.value]);
    this.assign(node.target);
  }

  #visitIf({ branches, otherwise }: StatementOf<'if'>): void {
    const [first, ...rest] = branches;
    if (first === undefined) return;
    this.read([first.test]);
    const body = this.#branch((symbols) => symbols.visit(first.body));
    const elifs = this.#branch((symbols) =>
      rest.forEach((branch) => symbols.#visitIf({ kind: 'if', at: 0, branches: [branch], otherwise: [] })),
    );
    this.#join([body, elifs, this.#branch((symbols) => symbols.visit(otherwise))]);
  }

  #branch(visit: (symbols: Symbols) => void): Symbols {
    const copy = new Symbols(this.parent);
    copy.refs = new Map(this.refs);
    copy.loads = new Map(this.loads);
    copy.stores = new Set(this.stores);
    visit(copy);
    return copy;
  }

  /** Takes over what the branches of an `if` did: a name that only some of them assign must have a value before. */
  #join(branches: Symbols[]): void {
    const fresh = new Set(branches.flatMap(({ stores }) => [...stores]).filter((name) => !this.stores.has(name)));
    for (const branch of branches) {
      for (const [name, identifier] of branch.refs) this.refs.set(name, identifier);
      for (const [identifier, load] of branch.loads) this.loads.set(identifier, load);
      for (const name of branch.stores) this.stores.add(name);
    }
    for (const name of fresh) {
      const outer = this.parent?.ref(name);
      this.loads.set(
        this.ref(name) ?? '',
        outer === undefined ? { how: 'resolve', name } : { how: 'alias', of: outer },
      );
    }
  }

  /** Declares the names of a target as set by the scope's owner. */
  declareTarget(target: Expression): void {
    targetNames(target).forEach((name) => this.declare(name));
  }
}
