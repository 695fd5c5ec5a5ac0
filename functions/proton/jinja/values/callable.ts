import { raise } from '../error.ts';
import { spend } from '../session.ts';
import { repr } from './repr.ts';
import { PyObject, typeName, type Kwargs, type Value } from './value.ts';

/** The arguments of a built-in, each in its place; those past its parameters are null. */
export type Arguments = readonly [Value, Value, Value, Value, Value, Value, Value];

/** How a built-in is called: its name in errors, the parameters it needs, and those it can do without, with what they are then. */
export interface Signature {
  name: string;
  required?: readonly string[];
  optional?: Readonly<Record<string, Value>>;
}

/** Lays out the arguments of a call by name and place, with Python's TypeErrors. */
export function bind(signature: Signature, args: Value[], kwargs: Kwargs): Arguments {
  const { name, required = [], optional = {} } = signature;
  const parameters = [...required, ...Object.keys(optional)];
  if (args.length > parameters.length) raise('TypeError', tooMany(signature, parameters.length, args.length));
  const named = (at: number): Value => {
    const parameter = parameters[at];
    if (parameter === undefined) return null;
    return args[at] ?? (at < args.length ? null : (kwargs.get(parameter) ?? fallback(signature, parameter, kwargs)));
  };
  for (const keyword of kwargs.keys()) {
    const at = parameters.indexOf(keyword);
    if (at < 0) raise('TypeError', `${name}() got an unexpected keyword argument ${repr(keyword)}`);
    if (at < args.length) raise('TypeError', `${name}() got multiple values for argument ${repr(keyword)}`);
  }
  return [named(0), named(1), named(2), named(3), named(4), named(5), named(6)];
}

function fallback({ name, optional = {} }: Signature, parameter: string, kwargs: Kwargs): Value {
  if (kwargs.has(parameter)) return null;
  const value = Object.hasOwn(optional, parameter) ? optional[parameter] : undefined;
  return value === undefined
    ? raise('TypeError', `${name}() missing 1 required positional argument: ${repr(parameter)}`)
    : value;
}

function tooMany({ name, required = [], optional = {} }: Signature, most: number, given: number): string {
  const least = required.length;
  const takes = Object.keys(optional).length > 0 ? `from ${least} to ${most}` : String(most);
  return `${name}() takes ${takes} positional argument${most === 1 ? '' : 's'} but ${given} ${given === 1 ? 'was' : 'were'} given`;
}

/** A function that templates can call. */
export class Callable extends PyObject {
  readonly type: string;
  readonly name: string;
  readonly #run: (args: Value[], kwargs: Kwargs) => Value;

  constructor(name: string, run: (args: Value[], kwargs: Kwargs) => Value, type = 'builtin_function_or_method') {
    super();
    this.name = name;
    this.type = type;
    this.#run = run;
  }

  override repr(): string {
    return this.type === 'type' ? `<class '${this.name}'>` : `<built-in function ${this.name}>`;
  }

  override truth(): boolean {
    return true;
  }

  override call(args: Value[], kwargs: Kwargs): Value {
    return this.#run(args, kwargs);
  }
}

/** A built-in with named parameters. */
export function builtin(signature: Signature, body: (args: Arguments) => Value): Callable {
  return new Callable(signature.name, (args, kwargs) => body(bind(signature, args, kwargs)));
}

/** `callee(*args, **kwargs)`. */
export function call(callee: Value, args: Value[], kwargs: Kwargs): Value {
  spend();
  if (callee instanceof PyObject && callee.call !== undefined) return callee.call(args, kwargs);
  return raise('TypeError', `'${typeName(callee)}' object is not callable`);
}

/** Whether `callee(...)` can work. */
export function isCallable(value: Value): boolean {
  return value instanceof PyObject && value.call !== undefined;
}
