import { raise } from '../error.ts';
import { session, type UndefinedKind } from '../session.ts';
import { repr } from './repr.ts';
import { PyObject, typeName, type Value } from './value.ts';

/** What an undefined value knows of itself: a whole message, or the name that was looked for and where. */
export interface UndefinedOrigin {
  hint?: string;
  name?: Value;
  /** The object that has no such name; absent = the context. */
  of?: Value;
  /** The error that its use raises. */
  error?: string;
}

/** A name, item or attribute that is not there (jinja2.runtime.Undefined and its strict and chainable kinds). */
export class Undefined extends PyObject {
  readonly type: string;
  override readonly module = 'jinja2.runtime';
  readonly kind: UndefinedKind;
  readonly origin: UndefinedOrigin;

  constructor(origin: UndefinedOrigin, kind: UndefinedKind = session.undefined) {
    super();
    this.origin = origin;
    this.kind = kind;
    this.type = { strict: 'StrictUndefined', lenient: 'Undefined', chainable: 'ChainableUndefined' }[kind];
  }

  get message(): string {
    const { hint, name = null, of } = this.origin;
    if (hint !== undefined) return hint;
    if (of === undefined) return `${repr(name)} is undefined`;
    if (typeof name !== 'string') return `${objectTypeRepr(of)} has no element ${repr(name)}`;
    return `${repr(objectTypeRepr(of))} has no attribute ${repr(name)}`;
  }

  /** Fails: what was done needs a value. */
  fail(): never {
    return raise(this.origin.error ?? 'UndefinedError', this.message);
  }

  /** Fails if it is strict. */
  bark(): void {
    if (this.kind === 'strict') this.fail();
  }

  override repr(): string {
    return 'Undefined';
  }

  override text(): string {
    this.bark();
    return '';
  }

  override truth(): boolean {
    this.bark();
    return false;
  }

  override size(): number {
    this.bark();
    return 0;
  }

  override iterate(): Iterable<Value> {
    this.bark();
    return [];
  }

  override equals(other: Value): boolean {
    this.bark();
    return other instanceof Undefined && other.kind === this.kind;
  }

  override contains(): boolean {
    this.bark();
    return false;
  }

  override key(): object {
    this.bark();
    return Undefined;
  }

  override subscriptable(): boolean {
    return true;
  }

  override item(): Value {
    return this.kind === 'chainable' ? this : this.fail();
  }

  override attribute(): Value {
    return this.item();
  }

  override call(): never {
    return this.fail();
  }
}

/** jinja2.utils.object_type_repr: "str object", "None". */
function objectTypeRepr(value: Value): string {
  if (value === null) return 'None';
  const module = value instanceof PyObject ? value.module : 'builtins';
  return module === 'builtins' ? `${typeName(value)} object` : `${module}.${typeName(value)} object`;
}
