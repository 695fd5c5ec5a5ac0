import { isDeepStrictEqual } from 'node:util';
import type { DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import type { Change, Records, Rule } from '../watch.ts';
import { deploymentOf, ofDeployments, resourcesIn } from './records.ts';

/** What resources show as deployed: a rule that remembers each success, and what is wrong with what they show in the end. */
export interface Shown {
  rule: Rule;
  faults: (records: Records) => string[];
}

/** A resource shows what its last success made, and nothing that came to no success. */
export function newShown(): Shown {
  const lastSuccess = new Map<string, string>();
  const remember = ({ next }: Change): string[] => {
    const deployment = next as DeploymentRecord | undefined;
    if (deployment?.status === 'SUCCEEDED') lastSuccess.set(deployment.target.id, deployment.id);
    return [];
  };
  return {
    rule: { of: ofDeployments, faults: remember },
    faults: (records) =>
      resourcesIn(records).flatMap(({ id, stackName, current, lastSucceededDeploymentId }) => {
        const shown = deploymentOf(records, lastSucceededDeploymentId ?? '');
        const last = deploymentOf(records, lastSuccess.get(id) ?? '');
        // A success that a power cut took was none.
        if (last?.status === 'SUCCEEDED' && last.id !== shown?.id)
          return [`${stackName}: it shows ${shown?.id ?? 'nothing'}, and ${last.id} succeeded last`];
        const isMade = !shown || (shown.status === 'SUCCEEDED' && isDeepStrictEqual(shown.goal, current));
        return isMade ? [] : [`${stackName}: it shows something else than ${shown.id} made, which is ${shown.status}`];
      }),
  };
}
