import { type Arguments, type Body, textOption } from './command.ts';
import { examine, type Finding, linesOf } from './examine.ts';
import { harmless } from './harmless.ts';
import { localChecks } from './local-checks.ts';
import { isForPeople, tell } from './output.ts';

/** quaymaster doctor: looks at what a server or a deployment needs; people are told of each thing when it was looked at, programs of all at the end. */
export const doctor: Body = async (given) => {
  const isShown = isForPeople(given);
  const findings: Finding[] = [];
  const isFine = await examineAll(given, (finding) => {
    findings.push(finding);
    if (isShown) for (const line of linesOf(finding)) console.log(harmless(line));
  });
  if (!isShown) await tell(given, { value: findings, lines: () => [] });
  return isFine ? 0 : 1;
};

async function examineAll(given: Arguments, told: (finding: Finding) => void): Promise<boolean> {
  const stage = textOption(given, 'stage');
  if (stage) return (await import('./stage-checks.ts')).examineStage(stage, { tell: told });
  return examine(localChecks(given), told);
}
