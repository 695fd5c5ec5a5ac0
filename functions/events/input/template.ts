import type { Json } from '../../ports/json.ts';

/** Names of variables as they stand in a template: `<name>`. */
const variable = /<([A-Za-z0-9_.-]+)>/y;

/** The variables that stand in a template. */
export const variablesOf = (template: string): string[] =>
  [...template.matchAll(/<([A-Za-z0-9_.-]+)>/g)].map(([, name = '']) => name);

/**
 * A template with its variables filled in: within quotation marks as text, escaped so that no value can end the quotation; outside of them as JSON.
 * A variable without a value leaves nothing.
 */
export function filled(template: string, valueOf: (name: string) => Json | undefined): string {
  let result = '';
  let isQuoted = false;
  for (let place = 0; place < template.length; place++) {
    variable.lastIndex = place;
    const [whole, name = ''] = variable.exec(template) ?? [];
    if (whole) {
      result += written(valueOf(name), isQuoted);
      place += whole.length - 1;
      continue;
    }
    const character = template.charAt(place);
    if (character === '"') isQuoted = !isQuoted;
    result += character;
    if (character === '\\') result += template.charAt(++place);
  }
  return result;
}

function written(value: Json | undefined, isQuoted: boolean): string {
  if (value === undefined) return '';
  if (!isQuoted) return JSON.stringify(value);
  return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
}
