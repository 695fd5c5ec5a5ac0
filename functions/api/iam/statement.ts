import { readCondition } from './condition.ts';
import { isMap } from '../../ports/json.ts';
import { readAction, readResource, type Problem } from './element.ts';
import type { Context } from './request-context.ts';
import { every, type Truth } from './truth.ts';

/** May somebody do `action` (`vendor:action`) on `resource` (an ARN), in the context of a request? */
export interface Question {
  action: string;
  resource: string;
  context: () => Context;
}

/** A statement that can be asked whether it is about a question, whose action is in lower case. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  concerns: (question: Question) => boolean;
}

const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** What IAM would refuse in a statement of an identity policy, if anything. `variables`: whether the policy's version has them. */
export function statementProblem(source: unknown, variables: boolean): string | undefined {
  if (!isMap(source)) return 'must be an object';
  const foreign = Object.keys(source).find((name) => !elements.includes(name));
  if (foreign !== undefined) return `${foreign} is no element of a statement in an identity policy`;
  const { Sid = '', Effect } = source;
  if (typeof Sid !== 'string' || !/^[A-Za-z0-9]*$/.test(Sid)) return 'Sid must be letters and digits';
  if (Effect !== 'Allow' && Effect !== 'Deny') return 'Effect must be Allow or Deny';
  return readParts(source, variables).find((part) => 'problem' in part)?.problem;
}

/** Makes a statement askable. Where it is malformed, or speaks of what nobody knows here, it denies and does not allow. */
export function compileStatement(source: unknown, variables: boolean): Statement {
  const known = isMap(source) ? source : {};
  const effect = known['Effect'] === 'Allow' ? 'Allow' : 'Deny';
  const parts = readParts(known, variables).map((part) => ('problem' in part ? () => undefined : part));
  return { effect, concerns: (question) => every(parts, (part) => part(question)) ?? effect === 'Deny' };
}

type Part = (question: Question) => Truth;

/** All of them must hold; the cheapest come first. */
function readParts(statement: Record<string, unknown>, variables: boolean): (Part | Problem)[] {
  const action = readAction(statement);
  const resource = readResource(statement, variables);
  const clauses = statement['Condition'] === undefined ? [] : readCondition(statement['Condition'], variables);
  return [
    'problem' in action ? action : ({ action: name, context }) => action(name, context),
    'problem' in resource ? resource : ({ resource: arn, context }) => resource(arn, context),
    ...clauses.map((clause) => ('problem' in clause ? clause : ({ context }: Question) => clause(context))),
  ];
}
