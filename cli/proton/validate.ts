import { type Body, readText, textOption } from '../command.ts';
import { tell } from '../output.ts';
import { type ExaminedBundle, examineBundle, type Problem } from './examine-bundle.ts';
import { examineSpec } from './examine-spec.ts';

/** What is told of a bundle; `provisioning` or `pipelineProvisioning` where its template is to have one. */
interface Answer {
  bundle: string;
  kind: 'environment' | 'service';
  valid: boolean;
  provisioning?: 'CUSTOMER_MANAGED';
  pipelineProvisioning?: 'CUSTOMER_MANAGED';
  problems: Problem[];
}

/** quaymaster proton validate: whether bundles would be registered, and a spec accepted. Answers with the exit code. */
export const validate: Body = async (given) => {
  const bundles = given.positionals;
  const spec = textOption(given, 'spec');
  const text = spec === undefined ? undefined : readText(spec);
  const answers: Answer[] = [];
  for (const path of bundles) {
    const examined = await examineBundle(path);
    const ofSpec = spec === undefined || text === undefined ? [] : examineSpec({ file: spec, text }, examined).problems;
    answers.push(answerOf(path, examined, ofSpec));
  }
  const valid = answers.every((one) => one.valid);
  await tell(given, { value: { valid, bundles: answers }, lines: (told) => told.bundles.flatMap(linesOf) });
  return valid ? 0 : 1;
};

function answerOf(bundle: string, { kind, isCustomerManaged, problems }: ExaminedBundle, ofSpec: Problem[]): Answer {
  const all = [...problems, ...ofSpec];
  const member = kind === 'service' ? 'pipelineProvisioning' : 'provisioning';
  return {
    bundle,
    kind,
    valid: all.length === 0,
    ...(isCustomerManaged && { [member]: 'CUSTOMER_MANAGED' }),
    problems: all,
  };
}

function linesOf({ bundle, kind, problems, provisioning, pipelineProvisioning }: Answer): string[] {
  if (problems.length > 0) return problems.map(lineOf);
  const told = provisioning ? ', provisioning CUSTOMER_MANAGED' : '';
  const toldOfPipeline = pipelineProvisioning ? ', pipelineProvisioning CUSTOMER_MANAGED' : '';
  return [`${bundle}: ok (${kind} template${told}${toldOfPipeline})`];
}

/** A problem as compilers tell theirs. */
export const lineOf = ({ file, line, column, message }: Problem): string => `${file}:${line}:${column}: ${message}`;
