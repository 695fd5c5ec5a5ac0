import { XMLParser } from 'fast-xml-parser';
import { malformedXml } from './errors.ts';

/** What an element holds: text, elements by name, or one element per member of a list. */
export type XmlContent = string | number | boolean | XmlElement | XmlContent[] | undefined;
export interface XmlElement {
  [name: string]: XmlContent;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document as S3 answers it; members that are undefined are left out. */
export const document = (root: string, content: XmlContent, xmlns: string = namespace): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${xmlns && ` xmlns="${xmlns}"`}>${write(content)}</${root}>`;

function write(content: XmlContent): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escape(String(content));
  if (Array.isArray(content)) return content.map(write).join('');
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => element(name, one)))
    .join('');
}

const element = (name: string, content: XmlContent): string =>
  content === undefined ? '' : `<${name}>${write(content)}</${name}>`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 cannot hold at all becomes U+FFFD; clients that may meet such keys ask for URL encoding. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '')
    .replaceAll('\r', '&#13;');

const parser = new XMLParser({
  parseTagValue: false,
  ignoreDeclaration: true,
  trimValues: false,
  alwaysCreateTextNode: false,
  isArray: (name) => name === 'Part' || name === 'Object',
});

/** The content of the root element. Throws MalformedXML where the text is no XML, has another root or declares a document type. */
export function read(text: string, root: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw malformedXml();
  const content = parsed(text)[root];
  if (typeof content !== 'object' || Array.isArray(content)) throw malformedXml();
  return content;
}

function parsed(text: string): XmlElement {
  try {
    return parser.parse(text, true) as XmlElement;
  } catch {
    throw malformedXml();
  }
}
