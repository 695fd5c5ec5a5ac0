import type { EnableRuleRequest, RuleState } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { busNamed } from '../event-buses/bus.ts';
import type { Room } from '../room.ts';
import { keepRule } from './change.ts';
import { getRule } from './record.ts';

/** Switches a rule on or off; who switches one on must be allowed what its targets start. Throws ResourceNotFoundException, AccessDeniedException. */
export async function switchRule(
  { input: { Name = '', EventBusName }, state }: { input: EnableRuleRequest; state: RuleState },
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { caller, room }: { caller: Caller; room: Pick<Room, 'targets' | 'rules'> },
): Promise<object> {
  const { account, region } = caller;
  const stored = await getRule(store, { account, region, bus: busNamed(EventBusName, caller), name: Name });
  if (stored.value.state === state) return {};
  if (state === 'ENABLED') await room.targets.checkAllowed(stored.value.targets, caller);
  const record = { ...stored.value, state, start: clock.now() };
  await keepRule(record, stored, { store, clock });
  await room.rules.refresh(record);
  return {};
}
