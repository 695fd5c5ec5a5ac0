import { type Arguments, isJsonWanted } from '../command.ts';
import { type ExaminedBundle, examineBundle, type Problem } from './examine-bundle.ts';

/** quaymaster proton validate: whether a bundle would be registered. Answers with the exit code. */
export async function validate(bundles: string[], given: Arguments): Promise<number> {
  const isJson = isJsonWanted(given);
  const answers = [];
  for (const bundle of bundles) answers.push(answerOf(bundle, await examineBundle(bundle)));
  const valid = answers.every((one) => one.valid);
  console.log(isJson ? JSON.stringify({ valid, bundles: answers }, null, 2) : answers.flatMap(linesOf).join('\n'));
  return valid ? 0 : 1;
}

interface Answer {
  bundle: string;
  kind: 'environment' | 'service';
  valid: boolean;
  provisioning?: string;
  problems: Problem[];
}

function answerOf(bundle: string, { kind, isCustomerManaged, problems }: ExaminedBundle): Answer {
  return {
    bundle,
    kind,
    valid: problems.length === 0,
    ...(isCustomerManaged && { [kind === 'service' ? 'pipelineProvisioning' : 'provisioning']: 'CUSTOMER_MANAGED' }),
    problems,
  };
}
