import type { Json } from './json.ts';

/** A file that stands in a script's folder when it begins, a zip archive unpacked; its bytes are an object with this SHA-256 in hex. */
export interface ScriptAttachment {
  name: string;
  bucket: string;
  key: string;
  sha256: string;
}

/** A role of the account: the script finds its keys and Region where clients of AWS look for them, in its environment. */
export interface ScriptRole {
  arn: string;
  sessionName: string;
  region: string;
}

/** One run of a script; `id` names it for good (execution/step/attempt), so asking twice runs it once. */
export interface ScriptJob {
  id: string;
  /** As in the runbook: `python3.11`, `PowerShell 7.4` … */
  runtime: string;
  /** Empty where the script is in the attachment. */
  source: string;
  /** A function of the source, or `file.function` of the attachment. */
  handler: string;
  attachment?: ScriptAttachment;
  payload: Json;
  /** As whom the script calls AWS; without one it has no keys. */
  role?: ScriptRole;
  /** Wall-clock limit; the script and all it started are killed at its end. */
  timeoutSeconds: number;
}

/** How a script ended. `log` is what it printed; a failure's `message` is the text for the step (a Python traceback, say). */
export type ScriptResult =
  { status: 'Success'; payload: Json; log: string } | { status: 'Failed' | 'TimedOut'; message: string; log: string };

/**
 * Runs embedded scripts away from the API's process, without its environment, credentials or files.
 * `start` returns once the job is durable; the result is delivered at least once to whoever made the port, also after a restart.
 * `stop` kills the script with its children; no result is delivered for it afterwards. Stopping what is over changes nothing.
 */
export interface Scripts {
  start(job: ScriptJob): Promise<void>;
  stop(id: string): Promise<void>;
}

/** Takes a script's result; called again until it returns without throwing. */
export type ScriptFinished = (id: string, result: ScriptResult) => Promise<void>;
