import { gzipSync } from 'node:zlib';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll } from '@jest/globals';
import type { Built } from '../../console/build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** In a process of its own: esbuild does not start in Jest's world. */
function build(): { files: [string, string][]; outputs: Built['metafile']['outputs'] } {
  const script = `import { buildConsole } from './console/build.ts';
    const { files, metafile } = await buildConsole();
    console.log(JSON.stringify({ files: [...files], outputs: metafile.outputs }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  if (stderr.length) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as ReturnType<typeof build>;
}

let files: Map<string, string>;
let outputs: Built['metafile']['outputs'];

beforeAll(() => {
  const built = build();
  files = new Map(built.files);
  outputs = built.outputs;
});

const isOfAws = (inputs: object) =>
  Object.keys(inputs).some((path) => /node_modules\/@(aws-sdk|smithy|aws)\//.test(path));
const sizeOf = (names: string[]) => names.reduce((sum, name) => sum + gzipSync(files.get(name) ?? '').length, 0);

describe('the built console', () => {
  it('is no more than 150 kB, packed, without the official clients', () => {
    const own = Object.entries(outputs).filter(([, { inputs }]) => !isOfAws(inputs));
    const names = own.map(([path]) => path.replace(/^.*dist\//, ''));

    expect(names.length).toBeGreaterThan(5);
    expect(sizeOf([...names, 'index.html'])).toBeLessThan(150_000);
  });

  it('loads neither clients nor views nor layout before they are wanted', () => {
    const [main = ''] = Object.keys(outputs).filter((path) => /main-\w+\.js$/.test(path));
    const atOnce = new Set([main]);
    for (const path of atOnce)
      for (const { path: imported, kind } of outputs[path]?.imports ?? [])
        if (kind === 'import-statement') atOnce.add(imported);

    const inputs = [...atOnce].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
    expect(inputs.filter((path) => /@aws-sdk|@smithy|dagre|views\/run\//.test(path))).toEqual([]);
    expect(sizeOf([...atOnce].map((path) => path.replace(/^.*dist\//, '')))).toBeLessThan(25_000);
  });

  it('has nothing inline that the policy would refuse', () => {
    const page = files.get('index.html') ?? '';

    expect(page).not.toMatch(
      /<style|style=|<script(?! type="module" src="\/console\/assets\/main-\w+\.js"><\/script>)|\son\w+=/,
    );
    for (const [name, text] of files) if (name.endsWith('.css')) expect(text).not.toMatch(/url\((?!["']?#)|@import/);
  });

  it('is typed', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'console'],
      {
        cwd: root,
      },
    );

    expect(stdout.toString()).toBe('');
    expect(status).toBe(0);
  });
});
