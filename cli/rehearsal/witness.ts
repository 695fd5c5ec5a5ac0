import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { dump } from 'js-yaml';

/** One call of AWS or of a webhook, and what was answered; `stepId` is the StepExecutionId, undefined before the first step. */
export interface SentCall {
  call: string;
  input: Json;
  answer?: Json;
  error?: string;
  stepId?: string | undefined;
}

/** Something a run asked for that no mock answers; `add` is YAML for the mocks file. */
export interface MissingMock {
  problem: string;
  add: string;
}

/** What came to pass outside the runbook, in its order. */
export class Witness {
  readonly calls: SentCall[] = [];
  readonly missing: MissingMock[] = [];

  /** Notes what no mock answers, once; answers with what to say about it. */
  lacks(problem: string, add: JsonObject): string {
    const text = dump(add, { lineWidth: -1, flowLevel: 4 });
    if (!this.missing.some((other) => other.add === text)) this.missing.push({ problem, add: text });
    return problem;
  }
}
