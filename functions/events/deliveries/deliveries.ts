import { everyRecord } from '../../ports/every-record.ts';
import type { JsonObject } from '../../ports/json.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { ruleArn, type RuleRecord } from '../rules/record.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { Targets } from '../targets/targets.ts';
import { deliver, type Outcome } from './deliver.ts';
import {
  type DeadLetter,
  deadLetterItem,
  deliveriesPartition,
  deliveryItem,
  deliveryKey,
  type EventRecord,
  type Pending,
} from './record.ts';

interface Needs {
  ports: Ports;
  rules: RuleBook;
  targets: Targets;
  metrics: Metrics;
}

/** An event on its way in, and the rules whose targets it starts. */
export interface Accepted {
  event: JsonObject;
  rules: RuleRecord[];
}

/** How many events start their targets at the same time. */
const atOnce = 16;

/**
 * Events on their way to their targets. What was accepted is on disk and reaches every target at least once, with a name that makes it one start; what
 * cannot be started is tried again and, in the end, a dead letter.
 */
export class Deliveries {
  readonly #needs: Needs;
  readonly #ready: string[] = [];
  readonly #alarms = new Map<string, () => void>();
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Puts events on record, and whatever must be written with them; resolves when they are on disk. Those that concern nobody are let go. */
  async accept(events: Accepted[], together: Write[] = []): Promise<void> {
    const { store, clock } = this.#needs.ports;
    const ingested = clock.now();
    const records = events
      .filter(({ rules }) => rules.length > 0)
      .map(({ event, rules }): [string, EventRecord] => [
        idOf(event),
        { event, ingested, pending: rules.flatMap((rule) => pendingOf(rule, ingested)) },
      ]);
    const puts = records.map(([id, record]): Write => ({ put: deliveryItem(id, record), expect: 0 }));
    if (puts.length + together.length > 0) await store.write([...together, ...puts]);
    for (const [id] of records) this.#take(id);
  }

  /** Takes a dead letter out and sends its event to its target anew, both or neither. */
  async redrive({ partition, sort, version, value }: Stored<DeadLetter>): Promise<void> {
    const { store, clock, ids } = this.#needs.ports;
    const [id, now] = [ids.uuid(), clock.now()];
    const pending = [{ rule: value.RuleArn, target: value.TargetId, attempts: 0, due: now }];
    const put = deliveryItem(id, { event: value.Event, ingested: now, pending });
    await store.write([
      { remove: { partition, sort }, expect: version },
      { put, expect: 0 },
    ]);
    this.#take(id);
  }

  /** Goes on with all that was on its way. */
  async recover(): Promise<void> {
    const query = { partition: deliveriesPartition, limit: 1000 };
    for await (const { sort, value } of everyRecord<EventRecord>(this.#needs.ports.store, query))
      this.#wait(sort, value);
  }

  /** Resolves when all that can go on now has been tried. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#alarms.values()) cancel();
    await this.settled();
  }

  #take(id: string): void {
    this.#ready.push(id);
    this.#goOn();
  }

  #goOn(): void {
    if (this.#isClosed || this.#running.size >= atOnce) return;
    const id = this.#ready.shift();
    if (id === undefined) return;
    const run = this.#deliver(id)
      .catch((error: unknown) => this.#needs.ports.log.error('an event was not delivered', { id, error }))
      .finally(() => {
        this.#running.delete(run);
        this.#goOn();
      });
    this.#running.add(run);
    this.#goOn();
  }

  async #deliver(id: string): Promise<void> {
    const { store, clock } = this.#needs.ports;
    const stored = await store.get<EventRecord>(deliveryKey(id));
    if (!stored) return;
    const now = clock.now();
    const { pending } = stored.value;
    const outcomes = await Promise.all(
      pending.filter(({ due }) => due <= now).map((one) => this.#try(stored.value, one)),
    );
    const left = [...pending.filter(({ due }) => due > now), ...outcomes.flatMap(laterOf)];
    await this.#keep(stored, left, outcomes.flatMap(letterOf));
    if (left.length > 0) this.#wait(id, { ...stored.value, pending: left });
  }

  #try(record: EventRecord, pending: Pending): Promise<Outcome> {
    const { ports, rules, targets, metrics } = this.#needs;
    metrics.count('Invocations');
    return deliver({ pending, record, rule: rules.get(pending.rule) }, { ...ports, targets });
  }

  async #keep(stored: Stored<EventRecord>, pending: Pending[], letters: DeadLetter[]): Promise<void> {
    const { store } = this.#needs.ports;
    const { sort: id, version, value } = stored;
    const letterPuts = letters.map((letter): Write => ({ put: deadLetterItem(letter), expect: 0 }));
    const own: Write =
      pending.length > 0
        ? { put: deliveryItem(id, { ...value, pending }), expect: version }
        : { remove: deliveryKey(id), expect: version };
    await store.write([own, ...letterPuts]);
    for (const letter of letters) this.#tell(letter);
  }

  /** Nothing fails in silence: a line in the log, a metric and an event, besides the letter itself. */
  #tell({ Event, ...letter }: DeadLetter): void {
    const { ports, metrics } = this.#needs;
    ports.log.error('a target was not started', letter);
    metrics.count('FailedInvocations');
    // What fails because of such an event must not make another one.
    if (Event.source === 'quaymaster.events') return;
    const resources = [letter.RuleArn];
    const event = { source: 'quaymaster.events', detailType: 'Target Dead Letter', detail: { ...letter }, resources };
    void ports.events.publish(() => [event]);
  }

  #wait(id: string, { pending }: EventRecord): void {
    const { clock } = this.#needs.ports;
    this.#alarms.get(id)?.();
    const ring = (): void => {
      this.#alarms.delete(id);
      this.#take(id);
    };
    this.#alarms.set(id, clock.wake(Math.min(...pending.map(({ due }) => due)), ring));
  }
}

const idOf = ({ id }: JsonObject): string => (typeof id === 'string' ? id : '');

const pendingOf = (rule: RuleRecord, due: number): Pending[] =>
  rule.targets.map(({ target }) => ({ rule: ruleArn(rule), target: target.Id ?? '', attempts: 0, due }));

const laterOf = (outcome: Outcome): Pending[] => (outcome.is === 'later' ? [outcome.pending] : []);
const letterOf = (outcome: Outcome): DeadLetter[] => (outcome.is === 'dead' ? [outcome.letter] : []);
