import { raise } from '../error.ts';
import { spend, spendOn } from '../session.ts';
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

/** Lays out the arguments of a call by name and place. */
export type Binder = (args: Value[], kwargs: Kwargs) => Arguments;

/** How calls of a built-in lay out their arguments, with Python's TypeErrors. */
export function binder(signature: Signature): Binder {
  const { required = [], optional = {} } = signature;
  const parameters = [...required, ...Object.keys(optional)];
  const defaults = [...required.map(() => undefined), ...Object.values(optional)];
  return (args, kwargs) => {
    const given =
      kwargs.size === 0 && args.length <= parameters.length
        ? args
        : withKeywords(signature, parameters, { args, kwargs });
    const at = (place: number): Value => {
      const value = given[place];
      if (value !== undefined) return value;
      const fallback = defaults[place];
      if (fallback === undefined && place < required.length) missing(signature, parameters[place]);
      return fallback ?? null;
    };
    return [at(0), at(1), at(2), at(3), at(4), at(5), at(6)];
  };
}

/** The arguments by place, those given by name too. */
function withKeywords(
  signature: Signature,
  parameters: string[],
  { args, kwargs }: { args: Value[]; kwargs: Kwargs },
): (Value | undefined)[] {
  const { name } = signature;
  if (args.length > parameters.length) raise('TypeError', tooMany(signature, parameters.length, args.length));
  const all: (Value | undefined)[] = [...args];
  for (const [keyword, value] of kwargs) {
    const at = parameters.indexOf(keyword);
    if (at < 0) raise('TypeError', `${name}() got an unexpected keyword argument ${repr(keyword)}`);
    if (at < args.length) raise('TypeError', `${name}() got multiple values for argument ${repr(keyword)}`);
    all[at] = value;
  }
  return all;
}

function missing({ name }: Signature, parameter = ''): never {
  return raise('TypeError', `${name}() missing 1 required positional argument: ${repr(parameter)}`);
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
  const bind = binder(signature);
  return new Callable(signature.name, (args, kwargs) => body(bind(args, kwargs)));
}

/** `callee(*args, **kwargs)`. */
export function call(callee: Value, args: Value[], kwargs: Kwargs): Value {
  spend();
  spendOn(args);
  if (callee instanceof PyObject && callee.call !== undefined) return callee.call(args, kwargs);
  return raise('TypeError', `'${typeName(callee)}' object is not callable`);
}

/** Whether `callee(...)` can work. */
export function isCallable(value: Value): boolean {
  return value instanceof PyObject && value.call !== undefined;
}
