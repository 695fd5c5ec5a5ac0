import type { RemoveTargetsRequest, RemoveTargetsResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { busNamed } from '../event-buses/bus.ts';
import type { Room } from '../room.ts';
import { getRule, ruleItem } from '../rules/record.ts';

/** Takes targets from a rule; ids that it does not have are told as failed. Throws ResourceNotFoundException. */
export async function removeTargets(
  { Rule = '', EventBusName, Ids = [] }: RemoveTargetsRequest,
  { store }: Pick<Ports, 'store'>,
  { caller, room }: { caller: Caller; room: Pick<Room, 'rules'> },
): Promise<RemoveTargetsResponse> {
  const { account, region } = caller;
  const stored = await getRule(store, { account, region, bus: busNamed(EventBusName, caller), name: Rule });
  const { targets } = stored.value;
  const record = { ...stored.value, targets: targets.filter(({ target }) => !Ids.includes(target.Id ?? '')) };
  await store.write([{ put: ruleItem(record), expect: stored.version }]);
  await room.rules.refresh(record);
  const unknown = Ids.filter((id) => !targets.some(({ target }) => target.Id === id));
  return {
    FailedEntryCount: unknown.length,
    FailedEntries: unknown.map((TargetId) => ({
      TargetId,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Rule ${Rule} does not have a target with the Id ${TargetId}.`,
    })),
  };
}
