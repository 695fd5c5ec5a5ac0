import type { Ports } from '../../ports/ports.ts';
import { lookNow } from '../automation-executions/look-now.ts';
import { watchOf } from '../../ports/watches.ts';

/** Makes the step look that waits for a command of one of our nodes, whose `id` is command/node. */
export const commandFinished = ({ id }: { id: string }, ports: Pick<Ports, 'store' | 'workflows'>): Promise<void> =>
  lookNow(watchOf('ssm', id.split('/', 1)[0] ?? ''), ports);
