import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const rooms = ['ssm', 'proton', 'opsworks', 'heat', 'events'];

/** What a file imports of the project: where from, and whether no more than types. */
interface Import {
  from: string;
  to: string;
  isType: boolean;
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

function importsOf(from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8');
  const found = text.matchAll(/^(?:import|export) (type )?(?:[^;]*?from )?'(\.[^']+)'|import\('(\.[^']+)'\)/gm);
  return [...found].map(([, type, one, other]) => ({
    from,
    to: normalize(join(from, '..', one ?? other ?? '')),
    isType: type !== undefined,
  }));
}

const all = ['functions', 'local', 'cli', 'agent', 'console'].flatMap(filesIn).flatMap(importsOf);

/** Imports of files in a folder that lead to none of these; the rule is one for all of them. */
const astray = (folder: string, allowed: RegExp, isAllowed: (one: Import) => boolean = () => false): string[] =>
  all
    .filter(({ from, to }) => from.startsWith(`${folder}/`) && !to.startsWith(`${folder}/`) && !allowed.test(to))
    .filter((one) => !isAllowed(one))
    .map(({ from, to }) => `${from} -> ${to}`);

describe('the imports', () => {
  it('are many, so that no rule is kept by seeing none', () => {
    expect(all.length).toBeGreaterThan(5000);
  });

  it.each(rooms)('of %s lead to no other API', (room) => {
    const shared = /^(functions\/(api|ports|nodes|principals|tasks\.ts)|contracts)(\/|$)/;

    expect(astray(`functions/${room}`, shared)).toEqual([]);
  });

  it('of the door lead to ports alone, and those of ports nowhere but where they are put together', () => {
    expect(astray('functions/api', /^functions\/ports\//)).toEqual([]);
    expect(astray('functions/ports', /^$/, ({ from }) => from === 'functions/ports/aws/ports.ts')).toEqual([]);
  });

  it('of functions never lead to what runs them', () => {
    expect(astray('functions', /^contracts\//)).toEqual([]);
  });

  it('of agent and console lead nowhere else: they speak HTTP, and the console knows shapes of answers', () => {
    expect(astray('agent', /^$/)).toEqual([]);
    expect(astray('console', /^$/, ({ to, isType }) => isType && to.startsWith('functions/'))).toEqual([]);
  });
});
