import { isMap } from '../../ports/json.ts';
import { compileStatement, statementProblem, type Statement } from './statement.ts';

const elements = ['Version', 'Id', 'Statement'];
const versions = ['2012-10-17', '2008-10-17'];

/**
 * What IAM would refuse in an identity policy, if anything: the place and the rule.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyProblem(policy: unknown): string | undefined {
  if (!isMap(policy)) return 'The policy must be an object';
  const foreign = Object.keys(policy).find((name) => !elements.includes(name));
  if (foreign !== undefined) return `${foreign} is no element of a policy`;
  const { Version = '2008-10-17', Id = '' } = policy;
  if (typeof Version !== 'string' || !versions.includes(Version)) return `Version must be ${versions.join(' or ')}`;
  if (typeof Id !== 'string') return 'Id must be a string';
  const statements = statementsOf(policy);
  if (statements.length === 0) return 'Statement must be a statement or a list of them';
  return firstProblem(policy, statements) ?? sidProblem(statements);
}

/** Makes a policy's statements askable; without one it allows nothing. */
export const compilePolicy = (policy: unknown): Statement[] =>
  isMap(policy) ? statementsOf(policy).map((statement) => compileStatement(statement, hasVariables(policy))) : [];

const hasVariables = ({ Version }: Record<string, unknown>): boolean => Version === '2012-10-17';

const statementsOf = ({ Statement = [] }: Record<string, unknown>): unknown[] =>
  Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];

function firstProblem(policy: Record<string, unknown>, statements: unknown[]): string | undefined {
  for (const [place, statement] of statements.entries()) {
    const problem = statementProblem(statement, hasVariables(policy));
    if (problem !== undefined) return `Statement[${place}]: ${problem}`;
  }
  return undefined;
}

function sidProblem(statements: unknown[]): string | undefined {
  const sids = statements.map((statement) => (isMap(statement) ? statement['Sid'] : undefined));
  const twice = sids.find((sid, place) => typeof sid === 'string' && sid !== '' && sids.indexOf(sid) < place);
  return typeof twice === 'string' ? `Statement IDs (SID) in a single policy must be unique: ${twice}` : undefined;
}
