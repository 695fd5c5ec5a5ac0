import { execFile } from 'node:child_process';

/** The python3 of this machine: its real path (never a shim) and its version, `3.11.2` say. */
export interface Interpreter {
  executable: string;
  version: string;
}

/** Looks for an interpreter; undefined when the machine has none. */
export type FindInterpreter = () => Promise<Interpreter | undefined>;

const ASK = 'import sys; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])';

/** Finds python3 as the server's PATH has it, or at `command`. Found once it is remembered; missing, it is looked for again by the next script. */
export function pythonFinder(command = 'python3'): FindInterpreter {
  let found: Promise<Interpreter | undefined> | undefined;
  return async () => {
    found ??= ask(command);
    const interpreter = await found;
    if (!interpreter) found = undefined;
    return interpreter;
  };
}

function ask(command: string): Promise<Interpreter | undefined> {
  return new Promise((resolve) => {
    execFile(command, ['-I', '-S', '-c', ASK], { timeout: 10_000 }, (error, output) => {
      const [executable, version] = output.trim().split(/\r?\n/);
      resolve(!error && executable && version ? { executable, version } : undefined);
    });
  });
}
