import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');

/** Programs of their own, by where they stand in the bundle: what is typed, and what agent and server start beside themselves. */
const programs = {
  quaymaster: 'cli/quaymaster.ts',
  'agent-supervisor': 'agent/supervisor.ts',
  'agent-opsworks-main': 'agent/opsworks/main.ts',
  'local-http-thread': 'local/http/http-thread.ts',
};

/**
 * A source knows its files by where it stands. In the bundle all code stands in one folder, and what belongs to `local/x.ts` in `local/` below that.
 */
const places: Plugin = {
  name: 'places',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (path.includes('node_modules') || !text.includes('import.meta.')) return { contents: text, loader: 'ts' };
      const file = relative(root, path).replace(/\.ts$/, '.js');
      const contents = text
        .replaceAll('import.meta.filename', `(import.meta.dirname+${JSON.stringify(`/${file}`)})`)
        .replaceAll(/import\.meta\.dirname(?!\+)/g, `(import.meta.dirname+${JSON.stringify(`/${dirname(file)}`)})`)
        .replaceAll('import.meta.url', `new URL(${JSON.stringify(file)},import.meta.url).href`);
      return { contents, loader: 'ts' };
    });
  },
};

const clients = Object.keys(manifest.devDependencies).filter((name) => name.startsWith('@aws-sdk/client-'));

/** Runbooks call AWS's services by name; the clients we have come along, each in a file that is read when it is called. */
const awsClients: Plugin = {
  name: 'aws-clients',
  setup(builder) {
    builder.onLoad({ filter: /functions\/ports\/aws\/bundled-clients\.ts$/ }, () => {
      const lines = clients.map((name) => `${JSON.stringify(name)}: () => import(${JSON.stringify(name)}),`);
      return { contents: `export const bundledClients = {${lines.join('\n')}};`, loader: 'js', resolveDir: root };
    });
  },
};

/** Bundles all that runs from an installed package into a folder; answers with what went into it. */
export async function bundle(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: programs,
    outdir,
    plugins: [awsClients, places],
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    entryNames: '[name]',
    chunkNames: 'chunk-[hash]',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
    logLevel: 'warning',
  });
  return metafile;
}
