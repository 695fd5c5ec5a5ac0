/**
 * What a check finds, in the order of the file; `Value` is what it reads, undefined where the faults are in its way. The service tells the first
 * fault and looks no further, a tool goes on to the last.
 */
export type Faults<Fault extends Error, Value = void> = Generator<Fault, Value, undefined>;

/** What a check reads. Throws the first fault that it finds. */
export function faultless<Fault extends Error, Value>(check: Faults<Fault, Value | undefined>): Value {
  const { value, done } = check.next();
  if (!done) throw value;
  if (value === undefined) throw new Error('A check that found no fault read nothing.');
  return value;
}

/** What a check reads, and all that it finds. */
export function examined<Fault extends Error, Value>(check: Faults<Fault, Value>): { value: Value; faults: Fault[] } {
  const faults = [];
  for (;;) {
    const { value, done } = check.next();
    if (done) return { value, faults };
    faults.push(value);
  }
}
