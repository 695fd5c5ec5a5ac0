import { everyRecord } from '../../ports/every-record.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Ports } from '../../ports/ports.ts';
import { WriteConflict } from '../../ports/store.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import { eventOf } from '../event.ts';
import { isEnabled, ruleArn, type RuleRecord } from '../rules/record.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import { dueItem, dueKey, type DueRecord, duePartition } from './due.ts';

interface Needs {
  ports: Ports;
  rules: RuleBook;
  deliveries: Deliveries;
  metrics: Metrics;
}

/** How late a schedule may still be, in milliseconds: EventBridge promises the minute. */
const tolerance = 60_000;

/**
 * Makes the events of schedules. When a rule is due next is on record, and moves on in the same write that records its event: no time counts twice,
 * whatever becomes of the program or its clock. A time that passed by more than a minute is not made up for, as on AWS, but told.
 */
export class Scheduler {
  readonly #needs: Needs;
  readonly #alarms = new Map<string, () => void>();
  #isClosed = false;

  constructor(needs: Needs) {
    this.#needs = needs;
    needs.rules.onChange((arn) => void this.#look(arn));
  }

  /** Waits for every schedule there is. */
  async recover(): Promise<void> {
    const query = { partition: duePartition, limit: 1000 };
    for await (const { sort, value } of everyRecord<DueRecord>(this.#needs.ports.store, query))
      this.#wait(sort, value.due);
  }

  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#alarms.values()) cancel();
  }

  #wait(arn: string, due: number): void {
    this.#alarms.get(arn)?.();
    if (!this.#isClosed)
      this.#alarms.set(
        arn,
        this.#needs.ports.clock.wake(due, () => void this.#look(arn)),
      );
  }

  /** Looks what is due of a rule. */
  async #look(arn: string): Promise<void> {
    const { log } = this.#needs.ports;
    try {
      await this.#goOn(arn);
    } catch (error) {
      if (error instanceof WriteConflict) return this.#look(arn);
      log.error('a schedule cannot go on', { rule: arn, error });
    }
  }

  async #goOn(arn: string): Promise<void> {
    const { ports, rules } = this.#needs;
    this.#alarms.get(arn)?.();
    this.#alarms.delete(arn);
    const stored = await ports.store.get<DueRecord>(dueKey(arn));
    const rule = rules.get(arn);
    if (!stored || !rule || this.#isClosed) return;
    const { due } = stored.value;
    const now = ports.clock.now();
    if (due > now) return this.#wait(arn, due);
    const isMissed = now - due > tolerance;
    const next = dueItem(rule, isMissed ? now : due);
    const expect = stored.version;
    const write = next ? { put: next, expect } : { remove: dueKey(arn), expect };
    await this.#needs.deliveries.accept(isMissed ? [] : [{ event: this.#event(rule, due), rules: dueRules(rule) }], [
      write,
    ]);
    if (isMissed) this.#missed(arn, due);
    if (next) this.#wait(arn, next.value.due);
  }

  #event(rule: RuleRecord, time: number) {
    const { account, region } = rule;
    const told = { source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [ruleArn(rule)] };
    return eventOf(told, { id: this.#needs.ports.ids.uuid(), account, region, time });
  }

  #missed(rule: string, due: number): void {
    this.#needs.metrics.count('MissedSchedules');
    this.#needs.ports.log.warn('a schedule was missed', { rule, due: new Date(due).toISOString() });
  }
}

const dueRules = (rule: RuleRecord): RuleRecord[] => (isEnabled(rule) && rule.targets.length > 0 ? [rule] : []);
