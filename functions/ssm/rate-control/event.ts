import type { Ports } from '../../ports/ports.ts';
import { stepEvent, type Told } from '../automation-executions/event.ts';
import type { TargetRecord } from './record.ts';

/** Tells the bus of targets whose status changed: each is a step of the execution above. */
export const tellTargets = (
  execution: Told,
  targets: TargetRecord[],
  { events, clock }: Pick<Ports, 'events' | 'clock'>,
): Promise<void> =>
  events.publish(() =>
    targets.map((target) => stepEvent(execution, { ...target, action: 'aws:executeAutomation' }, clock.now())),
  );
