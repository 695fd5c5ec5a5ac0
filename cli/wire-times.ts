/** Members whose numbers are moments. */
const isMoment = /(Time|Date|[a-z]At)$/;

/** A value of the wire as programs like to read it: its moments, epoch seconds there, as ISO 8601. */
export function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, memberOf(name, member)]));
}

const memberOf = (name: string, value: unknown): unknown =>
  typeof value === 'number' && isMoment.test(name) ? new Date(value * 1000).toISOString() : withTimes(value);
