import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));

/** A built page: the text of its files by name (`index.html`, `assets/…`), and esbuild's word on what went into each. */
export interface Built {
  files: Map<string, string>;
  metafile: Metafile;
}

/** Bundles the page; its entry points are those of index.html, all that is imported at need becomes a file of its own. */
export async function buildConsole(): Promise<Built> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: { main: 'main.tsx', style: 'styles/main.css', icon: 'icon.svg' },
    loader: { '.svg': 'copy' },
    outdir: join(folder, 'dist', 'assets'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    minify: true,
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const files = new Map(outputFiles.map(({ path, text }) => [relative(join(folder, 'dist'), path), text]));
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const named = (start: string, end: string) =>
    `/console/${[...files.keys()].find((name) => name.startsWith(start) && name.endsWith(end)) ?? ''}`;
  files.set(
    'index.html',
    page
      .replace('main.tsx', named('assets/main-', '.js'))
      .replace('styles/main.css', named('assets/style-', '.css'))
      .replace('icon.svg', named('assets/icon', '.svg')),
  );
  return { files, metafile };
}

/** Builds the page into a folder, which is emptied first: `node console/build.ts [FOLDER]`, console/dist unless told. */
export async function writeConsole(into = join(folder, 'dist')): Promise<void> {
  const { files } = await buildConsole();
  await rm(into, { recursive: true, force: true });
  await mkdir(join(into, 'assets'), { recursive: true });
  await Promise.all([...files].map(([name, text]) => writeFile(join(into, name), text)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) void writeConsole(process.argv[2]);
