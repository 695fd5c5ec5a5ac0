import type { Simulation } from '@cloud-copilot/iam-simulate';
import type { Principal } from '../principal.ts';
import { reachOf, type Reach } from './statement.ts';

/** What IAM says; a principal has identity policies only. */
export type Decision = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/** The question: may the principal do `action` on `resource` (an ARN or `*`), in the context of this request? */
export interface Question {
  action: string;
  resource: string;
  account: string;
  context: () => Simulation['request']['contextVariables'];
}

interface Notes {
  reaches: Map<string, Reach>;
  decisions: Map<string, Decision>;
}

const notesOf = new WeakMap<Principal, Notes>();
const limit = 10_000;

/**
 * Decides as IAM would. Answers are remembered with the principal: by action alone where no statement about the action looks
 * further, by action and resource where none looks at the request; else each request is decided anew (half a millisecond).
 */
export function decide(principal: Principal, question: Question): Decision | Promise<Decision> {
  const notes = notesFor(principal);
  const { action, resource } = question;
  const reach = notes.reaches.get(action) ?? reachOf(principal.policies, action);
  notes.reaches.set(action, reach);
  if (reach === 'request') return simulate(principal, question);
  const name = reach === 'action' ? action : `${action} ${resource}`;
  return notes.decisions.get(name) ?? decideAndRemember(principal, question, name);
}

function notesFor(principal: Principal): Notes {
  const known = notesOf.get(principal);
  if (known) return known;
  const notes: Notes = { reaches: new Map(), decisions: new Map() };
  notesOf.set(principal, notes);
  return notes;
}

async function decideAndRemember(principal: Principal, question: Question, name: string): Promise<Decision> {
  const decision = await simulate(principal, question);
  const { decisions } = notesFor(principal);
  if (decisions.size >= limit) decisions.clear();
  decisions.set(name, decision);
  return decision;
}

/** Loaded at the first question: the library reads its data about services from disk. */
async function simulate(principal: Principal, { action, resource, account, context }: Question): Promise<Decision> {
  const { runSimulation } = await import('@cloud-copilot/iam-simulate');
  const result = await runSimulation(
    {
      request: {
        principal: principal.arn,
        action,
        resource: { resource: literal(resource), accountId: account },
        contextVariables: context(),
      },
      identityPolicies: principal.policies.map((policy, place) => ({ name: String(place), policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error')
    throw new Error(`IAM cannot decide ${action} on ${resource}: ${result.errors.message}`);
  if (result.overallResult === 'Allowed' || result.overallResult === 'ExplicitlyDenied') return result.overallResult;
  return 'ImplicitlyDenied';
}

/** Wildcards and control characters in a name that a caller made up must neither ask about other resources nor slip past a pattern. */
const literal = (resource: string): string =>
  resource === '*'
    ? resource
    : resource.replace(/[^!-)+->@-~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
