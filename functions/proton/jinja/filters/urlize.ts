import { raise } from '../error.ts';
import { escapeText } from '../values/markup.ts';
import { isSpaceAt } from '../text/space.ts';
import { stringRepr } from '../text/string-repr.ts';

/** How links are written. */
export interface LinkStyle {
  limit: number | undefined;
  rel: string;
  target: string;
  schemes: string[];
}

const word = '[\\p{L}\\p{N}_%-]';
const web = new RegExp(
  `^(?:(?:https?://|www\\.)(?:${word}+\\.)*(?:[a-z]{2,63}|xn--[\\p{L}\\p{N}_%]{2,59})|(?:[\\p{L}\\p{N}_%-]{2,63}\\.)+` +
    `(?:com|net|int|edu|gov|org|info|mil)|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}\\]))` +
    '(?::\\d{1,5})?(?:[/?#]\\S*)?$',
  'iu',
);
const mail = /^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$/u;

/** Longer than any link; the patterns above stay cheap below it. */
const longest = 2000;

/** Turns the links in escaped text into HTML (jinja2.utils.urlize). */
export function urlize(text: string, style: LinkStyle): string {
  for (const scheme of style.schemes)
    if (!/^[\p{L}\p{N}_.+-]{2,}:\/{0,2}$/u.test(scheme))
      raise('FilterArgumentError', `${stringRepr(scheme)} is not a valid URI scheme prefix.`);
  let out = '';
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isSpaceAt(text, at)) continue;
    out += linkWord(text.slice(start, at), style) + text.charAt(at);
    start = at + 1;
  }
  return out;
}

function linkWord(source: string, style: LinkStyle): string {
  const head = /^(?:[(<]|&lt;)+/.exec(source)?.[0] ?? '';
  const rest = source.slice(head.length);
  const tail = /(?:[)>.,\n]|&gt;)$/.test(rest) ? trailing(rest) : '';
  const balanced = balance(rest.slice(0, rest.length - tail.length), tail);
  return head + link(balanced.middle, style) + balanced.tail;
}

function trailing(rest: string): string {
  let end = rest.length;
  for (;;) {
    if (end >= 4 && rest.slice(end - 4, end) === '&gt;') end -= 4;
    else if (end > 0 && ')>.,\n'.includes(rest.charAt(end - 1))) end--;
    else return rest.slice(end);
  }
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Closing brackets that have their opening ones within the link belong to it. */
function balance(link: string, after: string): { middle: string; tail: string } {
  let [middle, tail] = [link, after];
  for (const [open, close] of [
    ['(', ')'],
    ['<', '>'],
    ['&lt;', '&gt;'],
  ] as const) {
    const opened = count(middle, open);
    if (opened <= count(middle, close)) continue;
    for (let moved = Math.min(opened, count(tail, close)); moved > 0; moved--) {
      const end = tail.indexOf(close) + close.length;
      middle += tail.slice(0, end);
      tail = tail.slice(end);
    }
  }
  return { middle, tail };
}

function link(middle: string, style: LinkStyle): string {
  if (middle.length > longest) return middle;
  const attributes =
    (style.rel && ` rel="${escapeText(style.rel)}"`) + (style.target && ` target="${escapeText(style.target)}"`);
  if (web.test(middle)) {
    const address = /^https?:\/\//.test(middle) ? middle : `https://${middle}`;
    return `<a href="${address}"${attributes}>${shortened(middle, style.limit)}</a>`;
  }
  if (middle.startsWith('mailto:') && mail.test(middle.slice(7))) return `<a href="${middle}">${middle.slice(7)}</a>`;
  const isMail = middle.includes('@') && !middle.startsWith('www.') && !middle.startsWith('@') && !middle.includes(':');
  if (isMail && mail.test(middle)) return `<a href="mailto:${middle}">${middle}</a>`;
  const scheme = style.schemes.find((each) => middle !== each && middle.startsWith(each));
  return scheme === undefined ? middle : `<a href="${middle}"${attributes}>${middle}</a>`;
}

function shortened(link: string, limit: number | undefined): string {
  return limit !== undefined && link.length > limit ? `${link.slice(0, limit)}...` : link;
}
