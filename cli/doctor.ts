import { type Arguments, type Body, textOption } from './command.ts';
import { examine } from './examine.ts';
import { harmless } from './harmless.ts';
import { localChecks } from './local-checks.ts';

/** quaymaster doctor: looks at what a server or a deployment needs. */
export const doctor: Body = async (given) => ((await examineAll(given, (line) => console.log(harmless(line)))) ? 0 : 1);

async function examineAll(given: Arguments, tell: (line: string) => void): Promise<boolean> {
  const stage = textOption(given, 'stage');
  if (stage) return (await import('./stage-checks.ts')).examineStage(stage, { tell });
  return examine(localChecks(given), tell);
}
