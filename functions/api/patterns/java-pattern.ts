// ASCII, as java.util.regex.Pattern lists them.
const POSIX: Record<string, string> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
};

const ANCHORS: Record<string, string> = { '\\A': '^', '\\z': '$', '\\Z': '(?=\\n?$)' };
const TOKEN = /\\Q([\s\S]*?)(?:\\E|$)|\\([pP])\{(\w+)\}|(\\[\s\S])|(\[)|(\])|(\(\?>)|([*+?}])\+/g;

/**
 * The text of a Java regular expression in JavaScript's words: `\Q…\E`, POSIX classes, `\A \z \Z`, a leading `(?m)`. Atomic groups and possessive
 * quantifiers become plain ones, which take what they would take and may take more.
 * Source: https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
 */
export function javaScriptSource(pattern: string): string {
  let inClass = false;
  const source = pattern.replace(TOKEN, (...found: (string | undefined)[]) => {
    const [token = '', quoted, sign, posix, escape, opens, closes, atomic, quantifier] = found;
    if (quoted !== undefined) return quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    if (sign !== undefined) return posixClass(sign === 'P', posix ?? '', inClass) ?? token;
    if (escape !== undefined) return inClass ? escape : (ANCHORS[escape] ?? escape);
    if (opens !== undefined) inClass = true;
    const isInside = inClass;
    if (closes !== undefined) inClass = false;
    if (isInside) return token;
    return atomic === undefined ? (quantifier ?? token) : '(?:';
  });
  return source.replace(/^\(\?m\)([\s\S]*)$/, '(?m:$1)');
}

/** What a Java pattern says at its beginning of all of it, as flags of a JavaScript expression: V8 loses `(?i:` where it compiles without optimizing. */
export function leadingFlags(pattern: string): { flags: string; rest: string } {
  const [all = '', letters = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const flags = [...new Set(letters)].filter((letter) => letter !== 'm').join('');
  const rest = pattern.slice(all.length);
  // As a flag it would change the anchors that are put around.
  return { flags, rest: letters.includes('m') ? `(?m)${rest}` : rest };
}

// Undefined for a Unicode property, which JavaScript writes as Java does, and for what has no words inside a class.
function posixClass(isNegated: boolean, name: string, inClass: boolean): string | undefined {
  const members = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  if (members === undefined || (inClass && isNegated)) return undefined;
  return inClass ? members : `[${isNegated ? '^' : ''}${members}]`;
}
