import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { granted, type Granted } from './roles.ts';

/** Why a right may be there that no test uses: `Function right machine`. */
const reasons: Record<string, string> = {
  'RunScript deadLetters.send': 'Lambda itself sends there what it could not deliver, as this role.',
};

/** What is wrong with rights, given what functions did as `Function action resource`. */
export function unusedRights(granted: Granted[], used: string[], because: Record<string, string>): string[] {
  const unused = granted.filter((one) => !used.some((line) => covers(one, line))).map(({ right }) => right);
  const advice = 'take it out of serverless/*.yml, or say in test/unused-rights.ts why it is there';
  return [
    ...unused
      .filter((right) => !Object.hasOwn(because, right))
      .map((right) => `${right}: no test uses this right; ${advice}`),
    ...Object.keys(because)
      .filter((right) => !unused.includes(right))
      .map((right) => `${right}: it is used now, or gone; take its reason out of test/unused-rights.ts`),
  ];
}

function covers({ right, allows }: Granted, line: string): boolean {
  const [name = ''] = right.split(' ', 1);
  return line.startsWith(`${name} `) && allows.some((one) => matches(one, line.slice(name.length + 1)));
}

const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);

/** `node test/unused-rights.ts FOLDER`, where all suites ran with RIGHTS_USED=FOLDER. */
function tell(folder: string): void {
  const used = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'));
  const found = unusedRights(granted(), [...new Set(used)], reasons);
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}

if (import.meta.main) tell(process.argv[2] ?? '');
