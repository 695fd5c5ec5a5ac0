import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { bill, jobs } from './runs.ts';
import { billTable, priceTable } from './table.ts';

const page = join(import.meta.dirname, '../../docs/cost.md');

/** A text with a part between its two marks, `<!-- name: … -->` and `<!-- /name -->`. */
export function withPart(text: string, name: string, part: string): string {
  const mark = new RegExp(`(<!-- ${name}:[^>]*-->)[^]*(<!-- /${name} -->)`);
  if (!mark.test(text)) throw new Error(`The page lacks the marks of ${name}`);
  return text.replace(mark, (_, begin: string, end: string) => `${begin}\n\n${part}\n\n${end}`);
}

/** Writes docs/cost.md anew: `npm run cost`. */
async function write(): Promise<void> {
  process.env.AWS_ACCESS_KEY_ID ??= 'nobody';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'secret';
  const all = jobs();
  const bills = [];
  for (const job of all) bills.push(await bill(job));
  const text = withPart(readFileSync(page, 'utf8'), 'bills', billTable(bills));
  const whole = withPart(text, 'prices', priceTable());
  writeFileSync(page, await format(whole, { ...(await resolveConfig(page)), filepath: page }));
}

if (import.meta.main) void write();
