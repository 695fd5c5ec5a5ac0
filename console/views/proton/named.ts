import { to } from '../../router.ts';

/** Something that Proton deploys, by its names. */
export type Named =
  | { kind: 'environment'; environment: string }
  | { kind: 'instance'; service: string; instance: string }
  | { kind: 'pipeline'; service: string }
  | { kind: 'component'; component: string };

/** What a place of the console says: `environments/NAME`, `services/NAME/pipeline`, `services/NAME/instances/NAME`, `components/NAME`; `rest` comes after it. */
export function namedIn([kind, name, part, ...more]: string[]): { named: Named; rest: string[] } | undefined {
  if (name === undefined) return undefined;
  const rest = part === undefined ? more : [part, ...more];
  if (kind === 'environments') return { named: { kind: 'environment', environment: name }, rest };
  if (kind === 'components') return { named: { kind: 'component', component: name }, rest };
  if (kind !== 'services') return undefined;
  if (part === 'pipeline') return { named: { kind: 'pipeline', service: name }, rest: more };
  const [instance, ...after] = more;
  if (part !== 'instances' || instance === undefined) return undefined;
  return { named: { kind: 'instance', service: name, instance }, rest: after };
}

/** The address of its place; `more` are places below it. */
export function addressOf(named: Named, ...more: string[]): string {
  switch (named.kind) {
    case 'environment':
      return to('proton', 'environments', named.environment, ...more);
    case 'instance':
      return to('proton', 'services', named.service, 'instances', named.instance, ...more);
    case 'pipeline':
      return to('proton', 'services', named.service, 'pipeline', ...more);
    case 'component':
      return to('proton', 'components', named.component, ...more);
  }
}

/** What people call it. */
export function titleOf(named: Named): string {
  switch (named.kind) {
    case 'environment':
      return named.environment;
    case 'instance':
      return `${named.service} / ${named.instance}`;
    case 'pipeline':
      return `${named.service} / pipeline`;
    case 'component':
      return named.component;
  }
}

/** What it is. */
export const kindText: Record<Named['kind'], string> = {
  environment: 'Environment',
  instance: 'Service instance',
  pipeline: 'Service pipeline',
  component: 'Component',
};
