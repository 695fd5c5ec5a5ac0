import type { DeleteRuleRequest } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { validationException } from '../errors.ts';
import { busNamed } from '../event-buses/bus.ts';
import type { Room } from '../room.ts';
import { removeRule } from './change.ts';
import { ruleKey, type RuleRecord } from './record.ts';

/** Removes a rule without targets; one that is not there is removed already. Throws ResourceNotFoundException, ValidationException. */
export async function deleteRule(
  { Name = '', EventBusName }: DeleteRuleRequest,
  { store }: Pick<Ports, 'store'>,
  { caller, room }: { caller: Caller; room: Pick<Room, 'rules'> },
): Promise<object> {
  const { account, region } = caller;
  const at = { account, region, bus: busNamed(EventBusName, caller), name: Name };
  const stored = await store.get<RuleRecord>(ruleKey(at));
  if (!stored) return {};
  if (stored.value.targets.length > 0) throw validationException("Rule can't be deleted since it has targets.");
  await removeRule(stored, { store });
  await room.rules.refresh(at);
  return {};
}
