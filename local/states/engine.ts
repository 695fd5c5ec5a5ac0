import type * as sfn from '@aws-sdk/client-sfn';
import type { Clock } from '../../functions/ports/clock.ts';
import type { Ids } from '../../functions/ports/ids.ts';
import type { Json } from '../../functions/ports/json.ts';
import type { Log } from '../../functions/ports/log.ts';
import type { Database } from '../database/database.ts';
import { describeExecution, type ExecutionDescription } from './describe-execution.ts';
import { getActivityTask } from './get-activity-task.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import type { HistoryLevel } from './history.ts';
import { recoverExecutions } from './recover-executions.ts';
import { keepFor } from './retention.ts';
import type { Invoke, Runtime } from './runtime.ts';
import { newRuntime } from './new-runtime.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './send-task.ts';
import { startExecution } from './start-execution.ts';
import { stopExecution } from './stop-execution.ts';

/** What an engine is made of. */
export interface StatesEngineOptions {
  database: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Calls a task's handler; around a crash the same call may come twice, with the same key. */
  invoke: Invoke;
  /** Definitions by state machine name, with their function ARNs put in. */
  machines: Record<string, Json>;
  /** Which events are kept; `off` unless told. */
  history?: HistoryLevel;
  /** How long an execution can be described after its end, in milliseconds, Infinity for ever; 90 days unless told, as on AWS. */
  retention?: number;
  /** How many waiting executions may stay in memory; 1,000 unless told. */
  mostParked?: number;
  region?: string;
  account?: string;
}

const ninetyDays = 90 * 24 * 60 * 60 * 1000;

/**
 * A durable interpreter of the Amazon States Language (JSONPath), with Step Functions' own calls and errors.
 * Its answers tell only of what is on disk; after a crash it goes on where it was, calling again the handlers that ran.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/
 */
export class StatesEngine {
  readonly #runtime: Runtime;
  readonly #stopPruning: () => void;

  /** Throws InvalidDefinition for a machine that cannot run. */
  constructor(options: StatesEngineOptions) {
    this.#runtime = newRuntime(options);
    this.#stopPruning = keepFor(options.retention ?? ninetyDays, options);
  }

  /** How many executions are in memory. */
  get liveCount(): number {
    return this.#runtime.executions.liveCount;
  }

  /** Goes on with what ran when the program ended, and sets the next alarm; call it once, before any other call. */
  recover(): void {
    recoverExecutions(this.#runtime);
  }

  /** Writes what is pending and stops; what runs goes on at the next start. */
  close(): void {
    this.#stopPruning();
    this.#runtime.timers.close();
    this.#runtime.turns.close();
  }

  startExecution(input: sfn.StartExecutionInput): Promise<sfn.StartExecutionOutput> {
    return startExecution(this.#runtime, input);
  }

  describeExecution(input: sfn.DescribeExecutionInput): Promise<ExecutionDescription> {
    return describeExecution(this.#runtime, input);
  }

  getExecutionHistory(input: sfn.GetExecutionHistoryInput): Promise<sfn.GetExecutionHistoryOutput> {
    return getExecutionHistory(this.#runtime, input);
  }

  stopExecution(input: sfn.StopExecutionInput): Promise<sfn.StopExecutionOutput> {
    return stopExecution(this.#runtime, input);
  }

  sendTaskSuccess(input: sfn.SendTaskSuccessInput): Promise<sfn.SendTaskSuccessOutput> {
    return sendTaskSuccess(this.#runtime, input);
  }

  sendTaskFailure(input: sfn.SendTaskFailureInput): Promise<sfn.SendTaskFailureOutput> {
    return sendTaskFailure(this.#runtime, input);
  }

  sendTaskHeartbeat(input: sfn.SendTaskHeartbeatInput): Promise<sfn.SendTaskHeartbeatOutput> {
    return sendTaskHeartbeat(this.#runtime, input);
  }

  getActivityTask(input: sfn.GetActivityTaskInput): Promise<sfn.GetActivityTaskOutput> {
    return getActivityTask(this.#runtime, input);
  }

  /** The ARN of a state machine by its name. */
  stateMachineArn(name: string): string {
    return this.#runtime.machines.arnOf(name);
  }
}
