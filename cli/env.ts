import { dataPaths, exportsIn } from '../local/data-folder.ts';
import { type Body, CommandFailure, readIfThere, textOption } from './command.ts';

const forgotten = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];

/** How a shell forgets and learns variables. */
const shells: Record<string, { unset: (name: string) => string; set: (name: string, value: string) => string }> = {
  sh: { unset: (name) => `unset ${name}`, set: (name, value) => `export ${name}=${quoted(value, `'\\''`)}` },
  fish: { unset: (name) => `set -e ${name}`, set: (name, value) => `set -gx ${name} ${fishQuoted(value)}` },
  powershell: {
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
    set: (name, value) => `$Env:${name} = ${quoted(value, "''")}`,
  },
};

const quoted = (value: string, quote: string): string => `'${value.replaceAll("'", quote)}'`;
const fishQuoted = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** quaymaster env: what points AWS's and OpenStack's clients here, for a shell to evaluate. */
export const env: Body = async (given) => {
  const { env: file, path } = dataPaths(textOption(given, 'data') ?? '.quaymaster');
  const text = readIfThere(file);
  if (!text) throw new CommandFailure(`nothing has started with ${path} yet: quaymaster start`);
  const shell = shells[textOption(given, 'shell') ?? 'sh'] ?? shells.sh;
  const profile = given.typed.has('profile') ? textOption(given, 'profile') : undefined;
  const exports = { ...exportsIn(text), ...(profile && { AWS_PROFILE: profile }) };
  const lines = Object.entries(exports).map(([name, value]) => shell?.set(name, value));
  console.log([...forgotten.map((name) => shell?.unset(name)), ...lines].join('\n'));
  return 0;
};
