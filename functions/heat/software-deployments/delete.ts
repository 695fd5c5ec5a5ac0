import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { type HeatAnswer, type HeatCall, param } from '../call.ts';
import { discard } from '../kept.ts';
import { wakePolls } from './polls.ts';
import { deploymentKey, deploymentOf, type DeploymentRecord, serverPartition, visitorPartition } from './record.ts';
import { releaseOf } from './release.ts';
import { endWatch } from './watch.ts';

/** DELETE /software_deployments/{deployment_id}, also of one in progress: a signal that comes later finds nothing. Throws NotFound. */
export async function deleteSoftwareDeployment(
  call: HeatCall,
  ports: Pick<Ports, 'store' | 'objects' | 'workflows'>,
): Promise<HeatAnswer> {
  const { value, version } = await deploymentOf(ports.store, call, param(call, 'deployment_id'));
  const release = await releaseOf(value, ports);
  await ports.store.write([
    { remove: deploymentKey(value.id), expect: version },
    ...visitRemoval(value),
    ...release.writes,
  ]);
  if (value.watch) await endWatch(ports, undefined, { deploymentId: value.id, generation: value.watch.generation });
  wakePolls(serverPartition(value.project, value.server));
  await discard([value.inputValues, value.outputValues, release.content], ports);
  return {};
}

const visitRemoval = ({ stackUserProject, order: sort }: DeploymentRecord): Write[] =>
  stackUserProject === undefined
    ? []
    : [{ remove: { partition: visitorPartition(stackUserProject), sort }, expect: 1 }];
