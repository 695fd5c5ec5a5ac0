import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { watchesOf } from '../../ports/watches.ts';
import { deploymentProvisioned } from '../deployments/tell.ts';
import { watching } from '../deployments/watch.ts';

/** Takes an event of CloudFormation or CodeBuild to the deployment whose stack or build it is about, which looks at it at once. */
export async function hearProvisioning(event: JsonObject, ports: Pick<Ports, 'store' | 'workflows'>): Promise<void> {
  if (event.source !== 'aws.cloudformation' && event.source !== 'aws.codebuild') return;
  for (const watch of watchesOf(event))
    for (const id of await watching(ports.store, watch)) await deploymentProvisioned(id, ports);
}
