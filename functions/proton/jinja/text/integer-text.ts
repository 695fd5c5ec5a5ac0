import { raise } from '../error.ts';

const largest = 10n ** 4300n;

/** `str(int)`; Python refuses to print, or read, more than 4300 digits. */
export function integerText(value: bigint): string {
  if (value >= largest || value <= -largest) tooLong();
  return value.toString();
}

function tooLong(): never {
  return raise(
    'ValueError',
    'Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit',
  );
}

const digits: Record<string, string> = { '0x': '0123456789abcdef', '0o': '01234567', '0b': '01' };
const bases: Record<string, number> = { '0x': 16, '0o': 8, '0b': 2 };

/** Python's `int(text, base)`, base 0 or 2 to 36; undefined = not a number. */
export function parseInteger(source: string, base = 10): bigint | undefined {
  const match = /^([+-]?)(0[xX]|0[oO]|0[bB])?(.*)$/su.exec(asciiDigits(source));
  if (match === null) return undefined;
  const [, sign, rawPrefix = '', rest = ''] = match;
  const prefix = rawPrefix.toLowerCase();
  const prefixed = prefix !== '' && (base === 0 || base === bases[prefix]);
  const body = prefixed ? rest.replace(/^_/, '') : rawPrefix + rest;
  const radix = base === 0 ? (prefixed ? (bases[prefix] ?? 10) : 10) : base;
  if (base === 0 && !prefixed && /^0[0_]*[1-9]/.test(body)) return undefined;
  const value = magnitude(body.toLowerCase(), radix);
  return value !== undefined && sign === '-' ? -value : value;
}

function magnitude(body: string, radix: number): bigint | undefined {
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(body)) return undefined;
  const text = body.replaceAll('_', '');
  if (text.length > 4300 && (radix & (radix - 1)) !== 0) tooLong();
  if (radix === 10) return /^[0-9]+$/.test(text) ? BigInt(text) : undefined;
  for (const [prefix, alphabet] of Object.entries(digits))
    if (bases[prefix] === radix)
      return [...text].every((digit) => alphabet.includes(digit)) ? BigInt(prefix + text) : undefined;
  let value = 0n;
  for (const digit of text) {
    const worth = parseInt(digit, 36);
    if (worth >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(worth);
  }
  return value;
}

/** Turns the decimal digits of every script into ASCII ones; each script's ten digits are consecutive and start at a multiple of 16 less 10 or so. */
export function asciiDigits(source: string): string {
  const trimmed = source;
  if (!/[^\0-\x7f]/.test(trimmed)) return trimmed;
  return trimmed.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** The worth of a decimal digit of any script: how many digits stand before it in its run of ten. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return code - 48;
  let worth = 0;
  while (worth < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - worth - 1))) worth++;
  return worth;
}
