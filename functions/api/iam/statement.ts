/**
 * How far the statements about an action look: `action` when they speak of any resource without condition,
 * `resource` when they name resources, `request` when they look at the request itself.
 */
export type Reach = 'action' | 'resource' | 'request';

interface Statement {
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: object;
}

/** The reach of all statements about an action; what it does not surely understand, it takes to look at the request. */
export function reachOf(policies: object[], action: string): Reach {
  const reaches = policies
    .flatMap((policy) => listOf((policy as { Statement?: Statement | Statement[] }).Statement))
    .filter((statement) => mayConcern(statement, action))
    .map(reachOfStatement);
  if (reaches.includes('request')) return 'request';
  return reaches.includes('resource') ? 'resource' : 'action';
}

const listOf = <One>(value: One | One[] | undefined): One[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function mayConcern({ Action, NotAction }: Statement, action: string): boolean {
  return NotAction !== undefined || listOf(Action).some((pattern) => matches(pattern, action));
}

/** IAM's wildcards: `*` for any text, `?` for one character, in any case of letters. */
function matches(pattern: string, action: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 'is').test(action);
}

function reachOfStatement({ Resource, NotResource, Condition }: Statement): Reach {
  const resources = listOf(Resource);
  if (Condition && Object.keys(Condition).length > 0) return 'request';
  if ([...resources, ...listOf(NotResource)].some((resource) => resource.includes('${'))) return 'request';
  return resources.length > 0 && resources.every((resource) => resource === '*') ? 'action' : 'resource';
}
