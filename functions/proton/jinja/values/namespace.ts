import { guarded, joined, repr } from './repr.ts';
import { PyObject, type Value } from './value.ts';

/** `namespace(...)`: what a template sets on it outlives the scope it was set in. */
export class Namespace extends PyObject {
  readonly type = 'Namespace';
  override readonly module = 'jinja2.utils';
  readonly members: Map<string, Value>;

  constructor(members: Iterable<[string, Value]>) {
    super();
    this.members = new Map(members);
  }

  override attribute(name: string): Value | undefined {
    return this.members.get(name);
  }

  override repr(): string {
    const pair = ([key, value]: [string, Value]) => `${repr(key)}: ${repr(value)}`;
    return guarded(this, '<Namespace {...}>', () => `<Namespace {${joined([...this.members].map(pair))}}>`);
  }
}
