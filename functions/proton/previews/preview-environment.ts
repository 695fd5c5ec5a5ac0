import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { environmentGoal } from '../environments/environment-goal.ts';
import { requireEnvironment } from '../environments/record.ts';
import type { Preview } from './answer.ts';
import { preview, type PreviewRequest, updateOf } from './preview.ts';

/** What UpdateEnvironment would deploy. */
export async function previewEnvironment(
  { environmentName, ...request }: PreviewRequest & { environmentName: string },
  ports: Pick<Ports, 'store' | 'objects' | 'ids'>,
  caller: Caller,
): Promise<Preview> {
  const { value } = await requireEnvironment(ports.store, caller, environmentName);
  return preview(value, await environmentGoal(value, updateOf(request, value.current), ports), ports);
}
