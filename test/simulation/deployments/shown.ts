import { isDeepStrictEqual } from 'node:util';
import type { Deployable } from '../../../functions/proton/deployments/record.ts';
import type { Records } from '../watch.ts';
import { deploymentOf, deploymentsIn, resourcesIn } from './records.ts';

/** Resources that show something else than their last success made, or what came to no success. */
export function falselyShown(records: Records): string[] {
  // Ids count up, and of a resource one deployment is asked for after the other.
  const ids = deploymentsIn(records)
    .filter(({ status }) => status === 'SUCCEEDED')
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, target }) => [target.id, id] as const);
  const lastSuccess = new Map(ids);
  return resourcesIn(records).flatMap((one) =>
    shownFaults(one, lastSuccess.get(one.id), records).map((fault) => `${one.stackName}: it shows ${fault}`),
  );
}

function shownFaults(
  { current, lastSucceededDeploymentId: shown }: Deployable,
  last: string | undefined,
  records: Records,
) {
  if (shown !== last) return [`${shown ?? 'nothing'}, and ${last ?? 'nothing'} succeeded last`];
  const deployment = deploymentOf(records, last ?? '');
  return !deployment || isDeepStrictEqual(deployment.goal, current) ? [] : [`something else than ${last} made`];
}
