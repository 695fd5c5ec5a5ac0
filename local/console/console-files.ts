import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtFiles } from '../../functions/console/built-files.ts';
import type { Files } from '../../functions/console/serve-file.ts';

/** What console/build.ts exports; it is not there in an installed package. */
interface Builder {
  buildConsole: () => Promise<{ files: Map<string, string> }>;
}

const builder = new URL('../../console/build.ts', import.meta.url);
const built = fileURLToPath(new URL('../../console/dist', import.meta.url));

/** The console's files: where its source is, bundled when the first is asked for, else those that the packager built. */
export function consoleFiles(): Files {
  if (!existsSync(builder)) return builtFiles(built);
  let files: Promise<Map<string, string>> | undefined;
  return async (name) => {
    files ??= bundled().catch((error: unknown) => {
      files = undefined;
      throw error;
    });
    return (await files).get(name);
  };
}

const bundled = async (): Promise<Map<string, string>> => {
  const { buildConsole } = (await import(builder.href)) as Builder;
  return (await buildConsole()).files;
};
