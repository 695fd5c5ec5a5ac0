import { raise } from '../error.ts';
import { nested } from '../session.ts';
import { repr } from './repr.ts';
import { Dict } from './dict.ts';
import { Tuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import { PyObject, type Kwargs, type Value } from './value.ts';

/** What a macro's body reads besides its parameters. */
export interface MacroShape {
  name: string | null;
  parameters: string[];
  caller: boolean;
  kwargs: boolean;
  varargs: boolean;
}

/** A macro or the caller of a call block (jinja2.runtime.Macro). */
export class Macro extends PyObject {
  readonly type = 'Macro';
  override readonly module = 'jinja2.runtime';
  readonly #shape: MacroShape;
  readonly #invoke: (args: (Value | undefined)[]) => string;

  /** `invoke` takes the parameters in order (undefined = not given), then caller, kwargs and varargs where the body reads them. */
  constructor(shape: MacroShape, invoke: (args: (Value | undefined)[]) => string) {
    super();
    this.#shape = shape;
    this.#invoke = invoke;
  }

  override repr(): string {
    return `<Macro ${this.#shape.name === null ? 'anonymous' : repr(this.#shape.name)}>`;
  }

  override attribute(name: string): Value | undefined {
    const { parameters, kwargs, varargs, caller } = this.#shape;
    if (name === 'name') return this.#shape.name;
    if (name === 'arguments') return new Tuple(parameters);
    if (name === 'catch_kwargs') return kwargs;
    if (name === 'catch_varargs') return varargs;
    return name === 'caller' ? caller : undefined;
  }

  override call(args: Value[], given: Kwargs): Value {
    const { name, parameters, caller, kwargs, varargs } = this.#shape;
    const rest = new Map(given);
    const values: (Value | undefined)[] = args.slice(0, parameters.length);
    for (const parameter of parameters.slice(values.length)) values.push(taken(rest, parameter));
    const explicit = parameters.includes('caller');
    if (caller && !explicit)
      values.push(taken(rest, 'caller') ?? new Undefined({ hint: 'No caller defined', name: 'caller' }));
    if (kwargs) values.push(new Dict(rest));
    else if (rest.size > 0) refuse(name, rest);
    if (varargs) values.push(new Tuple(args.slice(parameters.length)));
    else if (args.length > parameters.length)
      raise('TypeError', `macro ${repr(name)} takes not more than ${parameters.length} argument(s)`);
    return nested(() => this.#invoke(values));
  }
}

function taken(rest: Map<string, Value>, name: string): Value | undefined {
  const value = rest.get(name);
  rest.delete(name);
  return value;
}

function refuse(name: string | null, rest: Map<string, Value>): never {
  const [keyword = ''] = rest.keys();
  if (rest.has('caller'))
    raise(
      'TypeError',
      `macro ${repr(name)} was invoked with two values for the special caller argument. This is most likely a bug.`,
    );
  return raise('TypeError', `macro ${repr(name)} takes no keyword argument ${repr(keyword)}`);
}
