import type { Ports } from '../../ports/ports.ts';
import { alarmState, unknownState } from '../automation-executions/alarm.ts';
import { handOver, isSpent, mostTurns, type Successive } from '../automation-executions/generation.ts';
import { isFinished } from '../automation-executions/record.ts';
import { getExecution } from '../automation-executions/run.ts';
import { requestStop } from '../automation-executions/stop-automation-execution.ts';

/** Where the watch over an execution's alarm stands: how often it was looked at, and how often in a row CloudWatch was out of reach. */
export interface Watch extends Successive {
  looks: number;
  missed: number;
}

/** What the machine reads: whether to look again, and after how many seconds. */
export interface Watching extends Watch {
  status: 'Watching' | 'Over';
  seconds: number;
}

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'events' | 'aws' | 'log'>;

const firstPause = 10;
const longestPause = 60;
/** Nobody stops a deployment because CloudWatch was busy once. */
const mostMissed = 3;

/** The body of WatchAlarm: looks at the alarm of an execution that still runs, and cancels it when the alarm rings or cannot be known. */
export async function watchAlarm(watch: Watch, ports: Needs, most = mostTurns): Promise<Watching> {
  const { executionId, generation } = watch;
  const successive = { executionId, ...(generation !== undefined && { generation }) };
  const execution = (await getExecution(ports.store, executionId))?.value;
  if (!execution || isFinished(execution) || execution.status === 'Cancelling') return over(watch);
  if (isSpent({ turns: watch.looks, ...successive }, most)) {
    await handOver('ssm-alarm', { ...successive, looks: watch.looks, missed: watch.missed }, ports);
    return over(watch);
  }
  const found = await alarmState(execution, ports);
  const missed = found === 'out of reach' ? watch.missed + 1 : 0;
  const state = missed < mostMissed ? found : unknownState(execution);
  if (typeof state === 'object') {
    await requestStop(execution.id, ports, { triggeredAlarms: state.triggered });
    return over(watch);
  }
  const looks = watch.looks + 1;
  return { ...successive, looks, missed, status: 'Watching', seconds: pauseAfter(looks) };
}

const over = (watch: Watch): Watching => ({ ...watch, status: 'Over', seconds: 0 });

/** 12 s, 16 s, 20 s … up to 60 s. */
const pauseAfter = (looks: number): number =>
  Math.min(longestPause, Math.round(firstPause * 1.25 ** Math.min(looks, 9)));
