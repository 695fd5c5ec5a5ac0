import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { instanceGoal } from '../service-instances/instance-goal.ts';
import { requireInstance } from '../service-instances/record.ts';
import { requireService } from '../services/record.ts';
import type { Preview } from './answer.ts';
import { preview, type PreviewRequest, updateOf } from './preview.ts';

/** What UpdateServiceInstance would deploy. */
export async function previewServiceInstance(
  request: PreviewRequest & { serviceName: string; serviceInstanceName: string },
  ports: Pick<Ports, 'store' | 'objects' | 'ids'>,
  caller: Caller,
): Promise<Preview> {
  const { serviceName: service, serviceInstanceName: name } = request;
  const { value } = await requireInstance(ports.store, caller, { service, name });
  const parent = (await requireService(ports.store, value, service)).value;
  return preview(value, await instanceGoal(value, updateOf(request, value.current), { ...ports, parent }), ports);
}
