import { execFile } from 'node:child_process';

/** A python3 or a pwsh of this machine: its real path (never a shim) and its version, `3.11.2` say. */
export interface Interpreter {
  executable: string;
  version: string;
}

/** Looks for an interpreter; undefined when the machine has none. */
export type FindInterpreter = () => Promise<Interpreter | undefined>;

const ASK = 'import sys; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])';
const ASK_POWERSHELL = '(Get-Process -Id $PID).Path; $PSVersionTable.PSVersion.ToString()';

/** Finds python3 as the server's PATH has it, or at `command`. Found once it is remembered; missing, it is looked for again by the next script. */
export const pythonFinder = (command = 'python3'): FindInterpreter => finder(command, ['-I', '-S', '-c', ASK]);

/** The same for pwsh. */
export const powershellFinder = (command = 'pwsh'): FindInterpreter =>
  finder(command, ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', ASK_POWERSHELL]);

function finder(command: string, flags: string[]): FindInterpreter {
  let found: Promise<Interpreter | undefined> | undefined;
  return async () => {
    found ??= ask(command, flags);
    const interpreter = await found;
    if (!interpreter) found = undefined;
    return interpreter;
  };
}

function ask(command: string, flags: string[]): Promise<Interpreter | undefined> {
  return new Promise((resolve) => {
    execFile(command, flags, { timeout: 20_000 }, (error, output) => {
      const [executable, version] = output.trim().split(/\r?\n/);
      resolve(!error && executable && version ? { executable, version } : undefined);
    });
  });
}
