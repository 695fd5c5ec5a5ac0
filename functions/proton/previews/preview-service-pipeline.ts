import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { pipelineGoal } from '../service-pipelines/pipeline-goal.ts';
import { requirePipeline } from '../service-pipelines/record.ts';
import type { Preview } from './answer.ts';
import { preview, type PreviewRequest, updateOf } from './preview.ts';

/** What UpdateServicePipeline would deploy. */
export async function previewServicePipeline(
  { serviceName, ...request }: PreviewRequest & { serviceName: string },
  ports: Pick<Ports, 'store' | 'objects' | 'ids'>,
  caller: Caller,
): Promise<Preview> {
  const { value } = await requirePipeline(ports.store, caller, serviceName);
  return preview(value, await pipelineGoal(value, updateOf(request, value.current), ports), ports);
}
