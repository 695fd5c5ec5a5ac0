/** What can be said about a request: undefined where it cannot be known, as in Kleene's logic of three values. */
export type Truth = boolean | undefined;

/** True when the test holds for one of the list; false when it surely holds for none. */
export function some<One>(list: readonly One[], test: (one: One) => Truth): Truth {
  let result: Truth = false;
  for (const one of list) {
    const truth = test(one);
    if (truth) return true;
    if (truth === undefined) result = undefined;
  }
  return result;
}

/** True when the test holds for the whole list; false when it surely fails for one. */
export function every<One>(list: readonly One[], test: (one: One) => Truth): Truth {
  let result: Truth = true;
  for (const one of list) {
    const truth = test(one);
    if (truth === false) return false;
    if (truth === undefined) result = undefined;
  }
  return result;
}

/** The opposite; what cannot be known stays so. */
export const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
