const units: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
];

/** A length of time in the two largest units that matter: `2d 4h`, `3m 05s`, `0.8s`. Milliseconds in. */
export function lengthText(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < 1000) return `${Math.round(length)}ms`;
  if (length < 10_000) return `${(Math.floor(length / 100) / 10).toFixed(1)}s`;
  const first = units.findIndex(([unit]) => length >= unit);
  const [unit, name] = units[first] ?? [1000, 's'];
  const [smaller, smallerName] = units[first + 1] ?? [];
  const whole = Math.floor(length / unit);
  if (smaller === undefined || smallerName === undefined) return `${whole}${name}`;
  const rest = Math.floor((length % unit) / smaller);
  return `${whole}${name} ${smallerName === 's' ? String(rest).padStart(2, '0') : rest}${smallerName}`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const relativeUnits: [number, Intl.RelativeTimeFormatUnit][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** How long ago: `just now`, `5 minutes ago`, `yesterday`. */
export function agoText(time: number, now: number): string {
  const [unit, name] = relativeUnits.find(([size]) => Math.abs(now - time) >= size) ?? [];
  return unit === undefined || name === undefined ? 'just now' : relative.format(Math.trunc((time - now) / unit), name);
}

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const clockTimes = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** A moment in the reader's time zone, in full. */
export const dateText = (time: Date): string => dates.format(time);

/** Only its time of day. */
export const clockText = (time: Date): string => clockTimes.format(time);

/** `1 step`, `2 steps`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The name that people know a principal by: the last part of its ARN; any other text is a name already. */
export const nameOf = (arn = ''): string => (arn.startsWith('arn:') ? (arn.split('/').at(-1) ?? arn) : arn);

/** The end of an id, which is enough to tell two apart: they begin with the time. */
export const shortId = (id = ''): string => id.slice(-8);

/** `EC2 Automation Execution` of `EC2AutomationExecution`: words of a name in camel case. */
export const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2');
