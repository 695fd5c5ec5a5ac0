import { everyRecord } from '../../ports/every-record.ts';
import type { JsonObject } from '../../ports/json.ts';
import type { Store } from '../../ports/store.ts';
import { compilePattern, type Pattern } from '../pattern/compile.ts';
import { everyRule, isEnabled, ruleArn, ruleKey, type RuleName, type RuleRecord } from './record.ts';

interface Known {
  record: RuleRecord;
  pattern: Pattern | undefined;
}

type Changed = (arn: string, record: RuleRecord | undefined) => void;

/** All rules in memory, so that an event that concerns none costs nothing. */
export class RuleBook {
  readonly #store: Store;
  readonly #rules = new Map<string, Known>();
  readonly #listeners: Changed[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** Reads them all, once. */
  async load(): Promise<void> {
    const query = { partition: everyRule, index: 'listing', limit: 300 } as const;
    for await (const { value } of everyRecord<RuleRecord>(this.#store, query)) this.#set(ruleArn(value), value);
  }

  /** Reads a rule again that was just written or removed. */
  async refresh(rule: RuleName): Promise<void> {
    const stored = await this.#store.get<RuleRecord>(ruleKey(rule));
    this.#set(ruleArn(rule), stored?.value);
  }

  /** Calls after each change, with the rule's ARN and what it is now. */
  onChange(listener: Changed): void {
    this.#listeners.push(listener);
  }

  /** Whether any rule waits for events. */
  get hasPatterns(): boolean {
    return [...this.#rules.values()].some(({ pattern, record }) => pattern !== undefined && isEnabled(record));
  }

  /** The rule of an ARN as it is now. */
  get(arn: string): RuleRecord | undefined {
    return this.#rules.get(arn)?.record;
  }

  /** The enabled rules with targets that an event of a place fits, of one of these buses. */
  matching(event: JsonObject, buses: readonly string[]): RuleRecord[] {
    return [...this.#rules.values()]
      .filter(({ record }) => isEnabled(record) && record.targets.length > 0 && buses.includes(record.bus))
      .filter(({ record }) => record.region === event.region && record.account === event.account)
      .filter(({ pattern }) => pattern?.(event))
      .map(({ record }) => record);
  }

  #set(arn: string, record: RuleRecord | undefined): void {
    if (!record) this.#rules.delete(arn);
    else
      this.#rules.set(arn, { record, pattern: record.eventPattern ? compilePattern(record.eventPattern) : undefined });
    for (const listener of this.#listeners) listener(arn, record);
  }
}
