import type { PutRuleRequest, PutRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { limitExceeded, validationException } from '../errors.ts';
import { busNamed } from '../event-buses/bus.ts';
import type { Room } from '../room.ts';
import { scheduleOf } from '../schedule/schedule.ts';
import { checkPattern } from '../test-event-pattern.ts';
import { keepRule } from './change.ts';
import { mostRules, ruleArn, ruleKey, type RuleRecord, rulesOf, type StoredRule } from './record.ts';

/**
 * Makes a rule, or puts another in the place of one; its targets and tags stay. Who changes a rule with targets must be allowed what they start.
 * Throws InvalidEventPatternException, LimitExceededException, ResourceNotFoundException, ValidationException, AccessDeniedException.
 */
export async function putRule(
  input: PutRuleRequest,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { caller, room }: { caller: Caller; room: Pick<Room, 'targets' | 'rules'> },
): Promise<PutRuleResponse> {
  const { account, region } = caller;
  const bus = busNamed(input.EventBusName, caller);
  const at = { account, region, bus, name: input.Name ?? '' };
  check(input, bus);
  const before = await store.get<RuleRecord>(ruleKey(at));
  if (before) await room.targets.checkAllowed(before.value.targets, caller);
  else if ((await rulesOf(store, caller, bus)).length >= mostRules) throw limitExceeded();
  const record = { ...at, ...asked(input, before, clock.now()), createdBy: before?.value.createdBy ?? account };
  await keepRule(record, before, { store, clock });
  await room.rules.refresh(record);
  return { RuleArn: ruleArn(record) };
}

function check({ EventPattern, ScheduleExpression }: PutRuleRequest, bus: string): void {
  if (!EventPattern && !ScheduleExpression)
    throw validationException('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (EventPattern) checkPattern(EventPattern);
  if (!ScheduleExpression) return;
  if (bus !== 'default') throw validationException('ScheduleExpression is supported only on the default event bus.');
  if (!scheduleOf(ScheduleExpression, 0)) throw validationException('Parameter ScheduleExpression is not valid.');
}

function asked(input: PutRuleRequest, before: StoredRule | undefined, now: number) {
  const { EventPattern, ScheduleExpression, State = 'ENABLED', Description, RoleArn, Tags = [] } = input;
  const former = before?.value;
  const isSame = former?.scheduleExpression === ScheduleExpression && former?.state === State;
  const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  return {
    ...(EventPattern && { eventPattern: EventPattern }),
    ...(ScheduleExpression && { scheduleExpression: ScheduleExpression }),
    ...(Description !== undefined && { description: Description }),
    ...(RoleArn !== undefined && { roleArn: RoleArn }),
    state: State,
    start: former && isSame ? former.start : now,
    tags: former?.tags ?? tags,
    targets: former?.targets ?? [],
  };
}
