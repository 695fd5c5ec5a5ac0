import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Simulate from './simulate.ts';
import { plantedFaults } from './planted-faults/all.ts';
import { scenarioOf } from './scenarios.ts';

/** Plays each planted fault, on a copy of the program's modules of its own, until a promise is broken, and prints what came of it: a line of JSON each. */
const root = pathToFileURL(join(import.meta.dirname, '../../')).href;
const most = Number(process.argv[2] ?? 600);
const only = process.argv[3] ?? '';
/** What can be copied: no packages. */
const isCopied = (url: string) => url.startsWith(root) && !url.includes('/node_modules/');

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    const copy = /\?planted=\d+$/.exec(context.parentURL ?? '')?.[0];
    return copy && isCopied(resolved.url) ? { ...resolved, url: resolved.url.replace(/(\?.*)?$/, copy) } : resolved;
  },
  load: (url, context, next) => {
    const loaded = next(url, context);
    const [file = '', number] = url.slice(root.length).split('?planted=');
    const fault = number === undefined ? undefined : plantedFaults[Number(number)];
    if (fault?.file !== file) return loaded;
    const text = readFileSync(new URL(file, root), 'utf8');
    if (!text.includes(fault.text)) throw new Error(`${file} has no such place for ${fault.name}.`);
    return { ...loaded, source: text.replace(fault.text, () => fault.instead) };
  },
});

async function play(
  { name, scenario }: (typeof plantedFaults)[number],
  number: number,
): Promise<{ name: string; seed?: number; broken: string[] }> {
  const { simulate } = (await import(`./simulate.ts?planted=${number}`)) as typeof Simulate;
  for (let seed = 1, left = most; left > 0; seed++) {
    if (scenarioOf(seed) !== scenario) continue;
    left -= 1;
    const broken = await simulate(seed);
    if (broken.length > 0) return { name, seed, broken };
  }
  return { name, broken: [] };
}

for (const [number, fault] of plantedFaults.entries())
  if (only === '' || fault.name.includes(only) || fault.scenario === only)
    console.log(JSON.stringify(await play(fault, number)));
