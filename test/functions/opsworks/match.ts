type Value = unknown;
type Members = Record<string, Value>;

const isMembers = (value: Value): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Each says whether an answer is what a case expects; `../shared/cases/README.md` describes them. */
const operators: Record<string, (given: Value, wanted: Value) => boolean> = {
  $uuid: (given) => typeof given === 'string' && uuid.test(given),
  $time: (given, pattern) => typeof given === 'string' && new RegExp(String(pattern)).test(given),
  $any: (given) => given !== undefined && given !== null,
  $len: (given, length) => Array.isArray(given) && given.length === length,
  $contains: (given, text) => typeof given === 'string' && given.includes(String(text)),
  $keys: (given, keys) => isMembers(given) && matches(Object.keys(given).sort(), [...(keys as string[])].sort()),
  $has: (given, wanted) => Array.isArray(given) && given.some((one) => matches(one, wanted)),
  $hasnot: (given, wanted) => Array.isArray(given) && !given.some((one) => matches(one, wanted)),
  $map: (given, wanted) => {
    const [field, values] = wanted as [string, Value[]];
    return (
      Array.isArray(given) &&
      matches(
        given.map((one) => (one as Members)[field]),
        values,
      )
    );
  },
  $set: (given, wanted) => Array.isArray(given) && matches([...given].sort() as Value, [...(wanted as Value[])].sort()),
  $all: (given, all) => (all as Value[]).every((wanted) => matches(given, wanted)),
  $absent: (given) => given === undefined || given === null,
};

/** Whether a value is what a matcher of a case says: objects are subsets, lists go by place. */
export function matches(given: Value, wanted: Value): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(given) && given.length === wanted.length && wanted.every((one, at) => matches(given[at], one));
  if (!isMembers(wanted)) return given === wanted;
  const [only = '', ...others] = Object.keys(wanted);
  const operator = others.length === 0 && only.startsWith('$') ? operators[only] : undefined;
  if (operator) return operator(given, wanted[only]);
  return isMembers(given) && Object.entries(wanted).every(([name, value]) => matches(given[name], value));
}
