import { heatContract, type Operation } from '../contract.ts';

/** What a path leads to: its parameters, decoded, and what may be done there by method. */
export interface Place {
  params: Record<string, string>;
  operations: Map<string, { name: string; operation: Operation }>;
}

interface Route {
  segments: string[];
  operations: Place['operations'];
}

const routes: Route[] = [];
for (const [name, operation] of Object.entries(heatContract.operations)) {
  const known = routes.find(({ segments }) => segments.join('/') === operation.path);
  const route = known ?? { segments: operation.path.split('/'), operations: new Map() };
  if (!known) routes.push(route);
  route.operations.set(operation.method, { name, operation });
}

/** Finds the place of a path; a slash at its end leads nowhere. */
export function placeOf(path: string): Place | undefined {
  const segments = path.split('/');
  for (const route of routes) {
    const params = paramsOf(route.segments, segments);
    if (params) return { params, operations: route.operations };
  }
  return undefined;
}

function paramsOf(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at] ?? '';
    const value = part.startsWith('{') ? decoded(segment) : part === segment;
    if (value === false || value === undefined || (value === '' && part)) return undefined;
    if (typeof value === 'string') params[part.slice(1, -1)] = value;
  }
  return params;
}

/** A path's segment, undefined where its escapes are none. */
export function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
