import type { Identity } from '../principal.ts';
import { compilePolicy } from './policy.ts';
import type { Question, Statement } from './statement.ts';

/** What IAM says; a principal has identity policies only. */
export type Decision = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

const statementsOf = new WeakMap<Identity, Statement[]>();

/**
 * Decides as IAM does: what no statement allows is denied, and a denial beats every permission.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(principal: Identity, { action, resource, context }: Question): Decision {
  const question = { action: action.toLowerCase(), resource, context };
  let isAllowed = false;
  for (const { effect, concerns } of statementsFor(principal)) {
    if ((isAllowed && effect === 'Allow') || !concerns(question)) continue;
    if (effect === 'Deny') return 'ExplicitlyDenied';
    isAllowed = true;
  }
  return isAllowed ? 'Allowed' : 'ImplicitlyDenied';
}

/** A principal never changes, so its statements are made askable once. */
function statementsFor(principal: Identity): Statement[] {
  const known = statementsOf.get(principal);
  if (known) return known;
  const statements = principal.policies.flatMap(compilePolicy);
  statementsOf.set(principal, statements);
  return statements;
}
