import type { DisableRuleRequest, EnableRuleRequest } from '@aws-sdk/client-eventbridge';
import contract from '../../contracts/events.json' with { type: 'json' };
import type { Action, Caller } from '../api/action.ts';
import type { Service } from '../api/service.ts';
import type { Ports } from '../ports/ports.ts';
import { describeEventBus } from './event-buses/describe-event-bus.ts';
import { listEventBuses } from './event-buses/list-event-buses.ts';
import { putEvents } from './put-events.ts';
import { resources } from './resources.ts';
import type { Room } from './room.ts';
import { deleteRule } from './rules/delete-rule.ts';
import { describeRule } from './rules/describe-rule.ts';
import { listRuleNamesByTarget } from './rules/list-rule-names-by-target.ts';
import { listRules } from './rules/list-rules.ts';
import { putRule } from './rules/put-rule.ts';
import { switchRule } from './rules/switch-rule.ts';
import { listTagsForResource } from './tags/list-tags-for-resource.ts';
import { tagResource } from './tags/tag-resource.ts';
import { untagResource } from './tags/untag-resource.ts';
import { listTargetsByRule } from './targets/list-targets-by-rule.ts';
import { putTargets } from './targets/put-targets.ts';
import { removeTargets } from './targets/remove-targets.ts';
import { testEventPattern } from './test-event-pattern.ts';

/** An action that changes what the room has in memory. */
type RoomAction<Input> = (input: Input, ports: Ports, at: { caller: Caller; room: Room }) => Promise<object>;

/** Amazon EventBridge, as far as rules start what this program runs; in an account EventBridge itself does that. */
export function eventsService(room: Room): Service {
  const inRoom =
    <Input>(action: RoomAction<Input>): Action =>
    (input: Input, ports: Ports, caller: Caller) =>
      action(input, ports, { caller, room });
  return {
    contract,
    internalError: 'InternalException',
    resources,
    actions: {
      DeleteRule: inRoom(deleteRule),
      DescribeEventBus: describeEventBus,
      DescribeRule: describeRule,
      DisableRule: inRoom((input: DisableRuleRequest, ports, at) =>
        switchRule({ input, state: 'DISABLED' }, ports, at),
      ),
      EnableRule: inRoom((input: EnableRuleRequest, ports, at) => switchRule({ input, state: 'ENABLED' }, ports, at)),
      ListEventBuses: listEventBuses,
      ListRuleNamesByTarget: listRuleNamesByTarget,
      ListRules: listRules,
      ListTagsForResource: listTagsForResource,
      ListTargetsByRule: listTargetsByRule,
      PutEvents: inRoom(putEvents),
      PutRule: inRoom(putRule),
      PutTargets: inRoom(putTargets),
      RemoveTargets: inRoom(removeTargets),
      TagResource: tagResource,
      TestEventPattern: testEventPattern,
      UntagResource: untagResource,
    },
  };
}
