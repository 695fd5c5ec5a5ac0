import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { JsonObject } from '../../functions/ports/json.ts';

/** What the AWS of a scenario says to a call: an answer, or a refusal. */
export type Answer = JsonObject | { error: string; message: string; status?: number };

/** One run of one public runbook, as its file in `scenarios/` tells it. Calls are named as the SDK's packages are: `ec2.DescribeInstances`. */
export interface Scenario {
  /** The file of the runbook. */
  runbook: string;
  parameters?: Record<string, string[]>;
  /** What an operation answers the first time, the second …, and from then on; without any an empty answer. */
  answers?: Record<string, Answer[]>;
  /** What stands in for the runbooks of AWS that this one starts, by name. */
  documents?: Record<string, object>;
  /** Whose keys sign the calls: roles, and `self` for the server's own. */
  signers: string[];
  /** Every call of AWS in order, with what the client of the SDK was given. */
  calls: Record<string, unknown>[];
  status: string;
  /** The steps in the order they ran, those never reached last. */
  steps: Record<string, string>;
  outputs?: Record<string, string[]>;
  /** Words of the execution's failure message. */
  failure?: string;
}

const folder = new URL('scenarios/', import.meta.url);

/** All scenarios by the names of their files. */
export const scenarios = (): [name: string, Scenario][] =>
  readdirSync(folder).map((file) => [
    file.replace('.yaml', ''),
    load(readFileSync(new URL(file, folder), 'utf8')) as Scenario,
  ]);

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/**
 * What Jest compares with: `<execution>` in a text is the execution's id, `<uuid>` any id, and `{ $contains: [texts] }` a long text that has
 * them all in this order.
 */
export function matcher(expected: unknown, executionId: string): unknown {
  if (typeof expected === 'string') return textMatcher(expected.replaceAll('<execution>', executionId));
  if (typeof expected !== 'object' || expected === null) return expected;
  if (Array.isArray(expected)) return expected.map((item) => matcher(item, executionId));
  if ('$contains' in expected) return expect.stringMatching((expected.$contains as string[]).map(escaped).join('[^]*'));
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, matcher(value, executionId)]));
}

const textMatcher = (text: string): unknown =>
  text.includes('<uuid>') ? expect.stringMatching(`^${text.split('<uuid>').map(escaped).join(uuid)}$`) : text;

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
