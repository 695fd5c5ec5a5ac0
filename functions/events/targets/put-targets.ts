import type { PutTargetsRequest, PutTargetsResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { limitExceeded, validationException } from '../errors.ts';
import { busNamed } from '../event-buses/bus.ts';
import { inputProblem } from '../input/target-input.ts';
import type { Room } from '../room.ts';
import { getRule, mostTargets, ruleItem, type RuleTarget } from '../rules/record.ts';

/**
 * Adds targets to a rule, or puts others in the place of those with the same ids. They start what they name with the permissions of who put them,
 * who must have them now. Throws ResourceNotFoundException, LimitExceededException, ValidationException, AccessDeniedException.
 */
export async function putTargets(
  { Rule = '', EventBusName, Targets = [] }: PutTargetsRequest,
  { store }: Pick<Ports, 'store'>,
  { caller, room }: { caller: Caller; room: Pick<Room, 'targets' | 'rules'> },
): Promise<PutTargetsResponse> {
  const { account, region } = caller;
  const stored = await getRule(store, { account, region, bus: busNamed(EventBusName, caller), name: Rule });
  for (const target of Targets) {
    const problem = inputProblem(target.Id ?? '', target);
    if (problem !== undefined) throw validationException(problem);
  }
  const putBy = await room.targets.ownerOf(caller);
  const put: RuleTarget[] = Targets.map((target) => ({ target, putBy }));
  await room.targets.checkAllowed(put, caller);
  const byId = new Map([...stored.value.targets, ...put].map((one) => [one.target.Id, one]));
  if (byId.size > mostTargets) throw limitExceeded();
  const record = { ...stored.value, targets: [...byId.values()] };
  await store.write([{ put: ruleItem(record), expect: stored.version }]);
  await room.rules.refresh(record);
  return { FailedEntryCount: 0, FailedEntries: [] };
}
