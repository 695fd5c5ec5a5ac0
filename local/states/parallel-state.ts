import type { Json } from '../../functions/ports/json.ts';
import { arrayField, requiredObject } from './definition-fields.ts';
import { dropChildren } from './end-execution.ts';
import { attempt, fail } from './failure.ts';
import { childrenOf, newFrame, type Frame } from './frame.ts';
import { record, recordAside } from './history.ts';
import type { Runtime } from './runtime.ts';
import { compileParts } from './state-parts.ts';
import type { Draft, ParallelState, Scope } from './state.ts';
import { InvalidDefinition, type StatesError } from './states-error.ts';
import { conclude, enter, parametersOf } from './transition.ts';

/**
 * Parallel: all branches run at once; the list of their results is its result.
 * Source: https://states-language.net/spec.html#parallel-state
 */
export function compileParallel(draft: Draft): ParallelState {
  const { name, definition, scope, scopeOf } = draft;
  const scopes = arrayField(definition, 'Branches').map((branch, index) =>
    scopeOf(requiredObject(branch, 'A branch'), `${scope.path}/${name}/${index}`),
  );
  if (scopes.length === 0) throw new InvalidDefinition('Branches must hold at least one branch');
  return {
    ...compileParts(draft),
    type: 'Parallel',
    scopes,
    run: (runtime, frame) => launchBranches(runtime, frame, scopes),
    resume: (_runtime, frame) => startProgress(frame, { count: scopes.length, source: null }),
    childEnded,
    childFailed,
  };
}

function launchBranches(runtime: Runtime, frame: Frame, scopes: Scope[]): void {
  const input = parametersOf(runtime, frame);
  record(runtime, frame, { type: 'ParallelStateStarted' });
  frame.phase = 'children';
  startProgress(frame, { count: scopes.length, source: input });
  runtime.turns.changed(frame);
  for (const [index, { startAt, states }] of scopes.entries()) {
    const state = states.get(startAt);
    if (!state) throw new Error(`There is no state '${startAt}'`);
    enter(runtime, newFrame(frame.execution, { parent: frame, index, state }), { name: startAt, input });
  }
}

function startProgress(frame: Frame, { count, source }: { count: number; source: Json }): void {
  const ended = childrenOf(frame).filter(({ phase }) => phase === 'done');
  frame.previous = Math.max(frame.previous, ...ended.map(({ previous }) => previous));
  frame.progress = {
    count,
    launched: count,
    ended: ended.length,
    failed: 0,
    concurrency: count,
    tolerated: undefined,
    source,
  };
}

function childEnded(runtime: Runtime, child: Frame): void {
  const { parent } = child;
  if (!parent?.progress) return;
  parent.previous = Math.max(parent.previous, child.previous);
  parent.progress.ended += 1;
  if (parent.progress.ended < parent.progress.count) return;
  attempt(runtime, parent, () => joinBranches(runtime, parent));
}

function joinBranches(runtime: Runtime, frame: Frame): void {
  const branches = childrenOf(frame).sort((one, other) => one.index - other.index);
  recordAside(runtime, frame, { type: 'ParallelStateSucceeded' });
  dropChildren(runtime, frame);
  frame.progress = undefined;
  const results = branches.map(({ input }) => input);
  conclude(runtime, frame, results);
}

function childFailed(runtime: Runtime, child: Frame, error: StatesError): void {
  const { parent } = child;
  if (!parent) return;
  parent.previous = child.previous;
  fail(runtime, parent, error);
}
