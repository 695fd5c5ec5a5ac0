import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { dropChildren } from './end-execution.ts';
import { contextObject, environmentOf } from './environment.ts';
import { attempt, fail } from './failure.ts';
import { childrenOf, newFrame, type Frame, type Progress } from './frame.ts';
import { record, recordAside } from './history.ts';
import type { Runtime } from './runtime.ts';
import type { MapState } from './state.ts';
import { StatesError } from './states-error.ts';
import { conclude, effectiveInput, enter } from './transition.ts';

/** The most iterations of an inline Map that run at once, as on AWS. */
const mostConcurrent = 40;

/** Begins a Map: reads its items and bounds, and launches as many iterations as may run at once. */
export function startMap(runtime: Runtime, frame: Frame, state: MapState): void {
  const progress = progressOf(runtime, frame, state);
  record(runtime, frame, { type: 'MapStateStarted', length: progress.count });
  frame.progress = progress;
  frame.phase = 'children';
  runtime.turns.changed(frame);
  continueMap(runtime, frame, state);
}

/** Finds a Map's place again among iterations that were read back. */
export function resumeMap(runtime: Runtime, frame: Frame, state: MapState): void {
  const iterations = childrenOf(frame);
  const ended = iterations.filter(({ phase }) => phase === 'done');
  frame.previous = Math.max(frame.previous, ...ended.map(({ previous }) => previous));
  frame.progress = {
    ...progressOf(runtime, frame, state),
    launched: Math.max(-1, ...iterations.map(({ index }) => index)) + 1,
    ended: ended.length,
    failed: ended.filter(({ hasFailed }) => hasFailed).length,
  };
}

/** An iteration is over: the next one is launched, or the Map has its result. */
export function itemEnded(runtime: Runtime, child: Frame, state: MapState): void {
  const { parent, index, previous } = child;
  if (!parent) return;
  record(runtime, child, { type: 'MapIterationSucceeded', name: state.name, index });
  endIteration(runtime, child, { state, previous });
}

/** An iteration failed: within the tolerated number the Map goes on without it, else the Map fails. */
export function itemFailed(runtime: Runtime, child: Frame, failed: { error: StatesError; state: MapState }): void {
  const { parent, index, previous } = child;
  if (!parent?.progress) return;
  const { progress } = parent;
  const { state, error } = failed;
  recordAside(runtime, child, { type: 'MapIterationFailed', name: state.name, index });
  progress.failed += 1;
  if (progress.tolerated !== undefined && progress.failed <= progress.tolerated) {
    Object.assign(child, { phase: 'done', input: null, hasFailed: true });
    runtime.turns.changed(child);
    return endIteration(runtime, child, { state, previous });
  }
  parent.previous = previous;
  fail(runtime, parent, progress.tolerated === undefined ? error : tooManyFailed());
}

function endIteration(runtime: Runtime, child: Frame, from: { state: MapState; previous: number }): void {
  const { parent } = child;
  if (!parent?.progress) return;
  const { progress } = parent;
  progress.ended += 1;
  parent.previous = progress.ended === progress.count ? child.previous : from.previous;
  attempt(runtime, parent, () => continueMap(runtime, parent, from.state));
}

function continueMap(runtime: Runtime, frame: Frame, state: MapState): void {
  const { progress } = frame;
  if (!progress) return;
  if (progress.ended === progress.count) return joinItems(runtime, frame);
  while (progress.launched < progress.count && progress.launched - progress.ended < progress.concurrency) {
    progress.launched += 1;
    launchItem(runtime, frame, { state, index: progress.launched - 1 });
  }
}

function launchItem(runtime: Runtime, frame: Frame, item: { state: MapState; index: number }): void {
  const { state, index } = item;
  const [scope] = state.scopes;
  const first = scope?.states.get(scope.startAt);
  if (!scope || !first) throw new Error(`The Map '${state.name}' has no first state`);
  const child = newFrame(frame.execution, { parent: frame, index, state: first });
  record(runtime, child, { type: 'MapIterationStarted', name: state.name, index });
  enter(runtime, child, { name: scope.startAt, input: itemInput(runtime, frame, item) });
}

/** What an iteration begins with: its item, or what ItemSelector makes of it. */
function itemInput(runtime: Runtime, frame: Frame, { state, index }: { state: MapState; index: number }): Json {
  const value = itemsOf(frame)[index] ?? null;
  if (!state.itemSelector) return value;
  const context = (): JsonObject => ({ ...contextObject(frame), Map: { Item: { Index: index, Value: value } } });
  return state.itemSelector({ ...environmentOf(runtime, frame, effectiveInput(runtime, frame)), context });
}

function joinItems(runtime: Runtime, frame: Frame): void {
  const iterations = childrenOf(frame).sort((one, other) => one.index - other.index);
  recordAside(runtime, frame, { type: 'MapStateSucceeded' });
  dropChildren(runtime, frame);
  frame.progress = undefined;
  const results = iterations.filter(({ hasFailed }) => !hasFailed).map(({ input }) => input);
  conclude(runtime, frame, results);
}

function itemsOf(frame: Frame): Json[] {
  const source = frame.progress?.source;
  return Array.isArray(source) ? source : [];
}

/** Worked out alike when the Map begins and when it is read back: nothing random is in it. */
function progressOf(runtime: Runtime, frame: Frame, state: MapState): Progress {
  const environment = environmentOf(runtime, frame, effectiveInput(runtime, frame));
  const source = state.itemsPath(environment);
  const count = Array.isArray(source) ? source.length : 0;
  const concurrency = state.maxConcurrency(environment) || mostConcurrent;
  const percentage = state.toleratedFailurePercentage(environment);
  const tolerated = [
    state.toleratedFailureCount(environment) ?? Infinity,
    percentage === undefined ? Infinity : Math.floor((count * percentage) / 100),
  ];
  const least = Math.min(...tolerated);
  return {
    ...{ count, launched: 0, ended: 0, failed: 0, source },
    concurrency: Math.min(concurrency, mostConcurrent),
    tolerated: least === Infinity ? undefined : least,
  };
}

function tooManyFailed(): StatesError {
  return new StatesError(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );
}
