import { words } from './space.ts';

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\xa0'],
  ['copy', '\xa9'],
  ['reg', '\xae'],
  ['raquo', '\xbb'],
  ['laquo', '\xab'],
  ['mdash', '\u2014'],
  ['ndash', '\u2013'],
  ['hellip', '\u2026'],
]);

/** Python's html.unescape for numeric entities and the names in daily use; other names stay as they are. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});?/g, (whole) => {
    const name = whole.slice(1).replace(';', '');
    if (!name.startsWith('#')) return named.get(name) ?? whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code);
  });
}

/** Markup.striptags: without comments, tags and entities, and with single spaces. */
export function striptags(text: string): string {
  const plain = without(without(text, '<!--', '-->'), '<', '>');
  return unescapeHtml(words(plain).join(' '));
}

function without(text: string, open: string, close: string): string {
  let out = '';
  let rest = text;
  for (;;) {
    const start = rest.indexOf(open);
    const end = start < 0 ? -1 : rest.indexOf(close, start);
    if (end < 0) return out + rest;
    out += rest.slice(0, start);
    rest = rest.slice(end + close.length);
  }
}
