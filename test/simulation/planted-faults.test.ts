import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { plantedFaults } from './planted-faults/all.ts';

/** `QUAYMASTER_PLANTED_FAULTS=1` plays them all, some minutes long; else each is only looked for in its file. */
const isPlayed = process.env.QUAYMASTER_PLANTED_FAULTS !== undefined;

interface Played {
  name: string;
  broken: string[];
}

async function played(): Promise<Played[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'plant.ts'), '3000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const found: Played[] = [];
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) found.push(JSON.parse(line) as Played);
  await ended;
  return found;
}

describe('a fault that is put into the program on purpose', () => {
  it.each(plantedFaults)('has its place: $name', ({ file, text, instead }) => {
    const source = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

    expect(source.split(text).length).toBe(2);
    expect(instead).not.toBe(text);
  });

  (isPlayed ? it : it.skip)(
    'is found by the simulator, with the promise that it breaks',
    async () => {
      const found = await played();

      const missed = plantedFaults.filter(
        ({ name, breaks }) => !found.some((one) => one.name === name && one.broken.some((fault) => breaks.test(fault))),
      );
      expect(missed.map(({ name }) => name)).toEqual([]);
    },
    3_600_000,
  );
});
