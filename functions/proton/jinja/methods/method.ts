import { binder, type Arguments, type Signature } from '../values/callable.ts';
import { spendOn } from '../session.ts';
import type { Kwargs, Value } from '../values/value.ts';

/** A method of a built-in type. */
export type Method<T> = (self: T, args: Value[], kwargs: Kwargs) => Value;

/** The methods of a type by name. */
export type Methods<T> = ReadonlyMap<string, Method<T>>;

/** A method with named parameters: those it needs, and those it can do without. */
export function method<T>(signature: Signature, body: (self: T, args: Arguments) => Value): [string, Method<T>] {
  const bind = binder(signature);
  return [
    signature.name,
    (self, args, kwargs) => {
      if (typeof self === 'string') spendOn([self]);
      return body(self, bind(args, kwargs));
    },
  ];
}
