import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** A text with a part between its two marks, `<!-- name: … -->` and `<!-- /name -->`. */
export function withPart(text: string, name: string, part: string): string {
  const mark = new RegExp(`(<!-- ${name}:[^>]*-->)[^]*(<!-- /${name} -->)`);
  if (!mark.test(text)) throw new Error(`The page lacks the marks of ${name}`);
  return text.replace(mark, (_, begin: string, end: string) => `${begin}\n\n${part}\n\n${end}`);
}

/** Writes parts of a page of docs/ anew. */
export async function writeParts(name: string, parts: Record<string, string>): Promise<void> {
  const page = join(import.meta.dirname, '../docs', name);
  let text = readFileSync(page, 'utf8');
  for (const [part, value] of Object.entries(parts)) text = withPart(text, part, value);
  writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
}
