import { unsupportedCalendar } from '../errors.ts';

/** A line of a calendar such as `DTSTART;TZID=Asia/Tokyo:20260101T090000`; names are in upper case, quotes are gone. */
export interface ContentLine {
  name: string;
  parameters: Record<string, string>;
  value: string;
}

/** A component between BEGIN and END: its own lines, and the components in it. */
export interface Component {
  name: string;
  lines: ContentLine[];
  components: Component[];
}

const written = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/;
const parameter = /;([\w-]+)=(?:"([^"]*)"|([^";:]*))/g;

/**
 * Reads the one VCALENDAR of an iCalendar text. Throws UnsupportedCalendarException where it is not well-formed.
 * Source: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
 */
export function readComponents(text: string): Component {
  const root: Component = { name: '', lines: [], components: [] };
  const open = [root];
  for (const line of unfolded(text)) read(line, open);
  const [calendar] = root.components;
  if (open.length > 1 || root.components.length !== 1 || calendar?.name !== 'VCALENDAR')
    throw unsupportedCalendar('it is not one VCALENDAR from BEGIN to END');
  return calendar;
}

/** The first line of the name in a component. */
export const lineOf = ({ lines }: Component, wanted: string): ContentLine | undefined =>
  lines.find(({ name }) => name === wanted);

const unfolded = (text: string): string[] =>
  text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');

function read(text: string, open: Component[]): void {
  const line = contentLine(text);
  const inner = open.at(-1);
  const name = line.value.trim().toUpperCase();
  if (line.name === 'BEGIN') {
    const begun = { name, lines: [], components: [] };
    inner?.components.push(begun);
    open.push(begun);
  } else if (line.name !== 'END') inner?.lines.push(line);
  else if (open.length < 2 || inner?.name !== name) throw unsupportedCalendar(`END:${name} ends nothing`);
  else open.pop();
}

function contentLine(text: string): ContentLine {
  const [, name = '', parameters = '', value = ''] = written.exec(text) ?? [];
  if (name === '') throw unsupportedCalendar(`"${text.slice(0, 60)}" is no content line`);
  const pairs = [...parameters.matchAll(parameter)].map(
    ([, key = '', quoted, plain = '']) => [key.toUpperCase(), quoted ?? plain] as const,
  );
  return { name: name.toUpperCase(), parameters: Object.fromEntries(pairs), value };
}
