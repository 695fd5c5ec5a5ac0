import type { Json } from '../ports/json.ts';
import type { Limits, Language } from './limits.ts';
import type { Ending } from './script-result.ts';

/** What the function that runs scripts (script_lambda.py) is asked: one script, with all it may use. */
export interface ScriptOrder {
  language: Language;
  source: string;
  handler: string;
  payload: Json;
  limits: Limits;
  /** Where an attachment can be had, by GET. */
  attachment?: { name: string; url: string; sha256: string };
  /** The keys of the runbook's role. */
  environment: Record<string, string>;
  /** Wall-clock limit. */
  seconds: number;
  /** The script is to end as soon as something can be had there by GET; looked for so often. */
  stop: { url: string; seconds: number };
}

/** What it answers; `refused` says why the script did not run. */
export type ScriptAnswer = (Ending & { late: boolean; stopped: boolean }) | { refused: string };

/** Runs an order to its end; orders of different tenants never meet in one execution environment. */
export type RunOrder = (order: ScriptOrder, tenant: string) => Promise<ScriptAnswer>;
