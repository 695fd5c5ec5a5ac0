/** Text to compare with, as UTF-16 code units and the two wildcards. */
export type Pattern = readonly number[];

/** The wildcard `*`: any text, colons and slashes included. */
export const many = -1;

/** The wildcard `?`: one character. */
export const single = -2;

/** Compares the whole text; what it costs grows with the product of the lengths at worst. */
export function matches(pattern: Pattern, text: string): boolean {
  const last = pattern.at(-1) ?? many;
  if (last >= 0 && last !== text.charCodeAt(text.length - 1)) return false;
  let place = 0;
  let retryPlace = 0;
  let retryAt = 0;
  for (let at = 0; at < text.length;) {
    const code = pattern[place];
    if (code === many && place + 1 === pattern.length) return true;
    if (code === many) {
      retryPlace = ++place;
      retryAt = at;
    } else if (code === single || code === text.charCodeAt(at)) {
      place++;
      at++;
    } else if (retryPlace === 0) return false;
    else {
      place = retryPlace;
      at = ++retryAt;
    }
  }
  while (pattern[place] === many) place++;
  return place === pattern.length;
}

const colon = 58;
const fields = 6;

/** Compares ARNs field by field, so that no wildcard crosses a colon but in the last field. */
export function matchesArn(pattern: Pattern, arn: readonly string[]): boolean {
  const parts = arnFields(pattern);
  return parts.length === fields && parts.every((part, place) => matches(part, arn[place] ?? ''));
}

/** The six fields of an ARN, undefined for what is none; the last one keeps its colons. */
export function readArn(text: string): string[] | undefined {
  const parts = text.split(':');
  return parts.length < fields ? undefined : [...parts.slice(0, fields - 1), parts.slice(fields - 1).join(':')];
}

function arnFields(pattern: Pattern): Pattern[] {
  const parts: Pattern[] = [];
  let from = 0;
  for (let to = pattern.indexOf(colon); to >= 0 && parts.length < fields - 1; to = pattern.indexOf(colon, from)) {
    parts.push(pattern.slice(from, to));
    from = to + 1;
  }
  return [...parts, pattern.slice(from)];
}
