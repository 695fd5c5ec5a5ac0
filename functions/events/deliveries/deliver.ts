import type { Target } from '@aws-sdk/client-eventbridge';
import { ApiError } from '../../api/error.ts';
import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { InvalidInput, inputFor } from '../input/target-input.ts';
import type { RuleRecord, RuleTarget } from '../rules/record.ts';
import { OwnerGone, type Targets } from '../targets/targets.ts';
import type { DeadLetter, EventRecord, Pending } from './record.ts';
import { startName } from './start-name.ts';

/** What became of one try: nothing more to do, a later try, or none any more. */
export type Outcome = { is: 'started' } | { is: 'later'; pending: Pending } | { is: 'dead'; letter: DeadLetter };

/** What is tried: one target of one event. */
export interface Delivery {
  pending: Pending;
  record: EventRecord;
  rule: RuleRecord | undefined;
}

type Needs = Pick<Ports, 'clock' | 'ids' | 'log'> & { targets: Targets };

/**
 * Tries to start one target of one event. However often it is tried, the name it gives makes it one start.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export async function deliver(delivery: Delivery, needs: Needs): Promise<Outcome> {
  const { pending, record, rule } = delivery;
  const target = rule?.targets.find(({ target: one }) => one.Id === pending.target);
  if (!rule || !target)
    return dead(delivery, { code: 'NO_RESOURCE', message: 'The rule has no such target any more.' }, needs);
  const { name: ruleName } = rule;
  try {
    const arrival = { event: record.event, ruleArn: pending.rule, ruleName, ingested: record.ingested };
    const input = objectFrom(inputFor(target.target, arrival));
    await needs.targets.start(
      target,
      { ...(input && { input }), token: startName([record.event.id ?? '', pending.rule, pending.target]) },
      rule,
    );
    return { is: 'started' };
  } catch (error) {
    return failed({ ...delivery, target }, error, needs);
  }
}

function objectFrom(input: Json | undefined): JsonObject | undefined {
  if (input === undefined || isMap(input)) return input;
  throw new InvalidInput('The input of the target is no JSON object.');
}

function failed(delivery: Delivery & { target: RuleTarget }, error: unknown, needs: Needs): Outcome {
  const { code, message, isFinal } = reasonOf(error);
  const { rule, target } = delivery.pending;
  if (code === 'INTERNAL_ERROR') needs.log.error('a target could not be started', { rule, target, error });
  return isFinal ? dead(delivery, { code, message }, needs) : later(delivery, { code, message }, needs);
}

/** Refusals that the same call may not meet later. */
const passing = new Set(['ThrottlingException', 'AutomationExecutionLimitExceededException', 'TooManyUpdates']);

function reasonOf(error: unknown): { code: string; message: string; isFinal: boolean } {
  if (error instanceof InvalidInput) return { code: 'INVALID_JSON', message: error.message, isFinal: true };
  if (error instanceof OwnerGone) return { code: 'NO_PERMISSIONS', message: error.message, isFinal: true };
  if (!(error instanceof ApiError))
    return { code: 'INTERNAL_ERROR', message: 'The target could not be started.', isFinal: false };
  const message = `${error.code}: ${error.message}`;
  if (error.code === 'AccessDeniedException') return { code: 'NO_PERMISSIONS', message, isFinal: true };
  if (passing.has(error.code)) return { code: 'THROTTLING', message, isFinal: false };
  return { code: 'SDK_CLIENT_ERROR', message, isFinal: error.status < 500 };
}

interface Reason {
  code: string;
  message: string;
  exhausted?: string;
}

const slowest = 900_000;

/** Tries again after a second, two, four … up to 15 minutes, for a day and 185 times unless the target says less. */
function later(delivery: Delivery & { target: RuleTarget }, reason: Reason, needs: Needs): Outcome {
  const { pending, record, target } = delivery;
  const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = target.target.RetryPolicy ?? {};
  const { attempts } = pending;
  if (attempts >= MaximumRetryAttempts) return dead(delivery, { ...reason, exhausted: 'MaximumRetryAttempts' }, needs);
  const pause = Math.min(slowest, 1000 * 2 ** attempts) * (0.5 + needs.ids.fraction() / 2);
  const due = needs.clock.now() + Math.ceil(pause);
  if (due > record.ingested + MaximumEventAgeInSeconds * 1000)
    return dead(delivery, { ...reason, exhausted: 'MaximumEventAgeInSeconds' }, needs);
  return { is: 'later', pending: { ...pending, attempts: attempts + 1, due } };
}

function dead({ pending, record, rule }: Delivery, { code, message, exhausted }: Reason, { clock }: Needs): Outcome {
  const target: Target | undefined = rule?.targets.find(({ target: one }) => one.Id === pending.target)?.target;
  const queue = target?.DeadLetterConfig?.Arn;
  const letter: DeadLetter = {
    EventId: typeof record.event.id === 'string' ? record.event.id : '',
    Time: clock.now(),
    RuleArn: pending.rule,
    TargetArn: target?.Arn ?? '',
    TargetId: pending.target,
    ...(queue !== undefined && { QueueArn: queue }),
    ErrorCode: code,
    ErrorMessage: message,
    ...(exhausted !== undefined && { ExhaustedRetryCondition: exhausted }),
    RetryAttempts: pending.attempts,
    Event: record.event,
  };
  return { is: 'dead', letter };
}
