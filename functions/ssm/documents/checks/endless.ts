import { flagFrom } from '../runbook-from.ts';
import { nextNames } from './flow.ts';
import { type Problems, wrong } from './problem.ts';
import type { WrittenStep } from './written-step.ts';

/** For each step the steps that may follow it; undefined among them is an end. */
type Followers = Map<WrittenStep, (WrittenStep | undefined)[]>;

/**
 * Refuses steps from which nextStep and branches lead round for ever, and shows the circle. A circle that some branch leaves is no error.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html
 */
export function* checkEndless(steps: WrittenStep[]): Problems {
  const followers = new Map(steps.map((step, index) => [step, followersOf(step, index, steps)]));
  const ending = endingSteps(followers);
  const lost = steps.find((step) => !ending.has(step));
  if (lost) {
    const [first = lost, ...rest] = circle(lost, followers);
    const names = [first, ...rest].map(({ name }) => name);
    yield wrong(first.path, `Infinite loop detected in steps: ${names.join(' -> ')}.`);
  }
  for (const step of steps) if (step.steps.length > 0) yield* checkEndless(step.steps);
}

// A name that is not in the list leaves a loop, which is an end of its turn; what a loop's own steps name beyond it may follow the loop.
function followersOf(step: WrittenStep, index: number, steps: WrittenStep[]): (WrittenStep | undefined)[] {
  const named = (name: string) => steps.find((other) => other.name === name);
  const next = [...nextNames(step).map(named), ...exitNames(step.steps).map(named).filter(Boolean)];
  const isDecided = step.members.nextStep !== undefined || (step.action === 'aws:branch' && 'Default' in step.inputs);
  if (isDecided) return next;
  return [...next, flagFrom(step.members.isEnd) ? undefined : steps[index + 1]];
}

const exitNames = (steps: WrittenStep[]): string[] =>
  steps.flatMap((step) => [...nextNames(step), ...exitNames(step.steps)]);

// Most steps lead on to later ones, so going backwards finds nearly all in one round.
function endingSteps(followers: Followers): Set<WrittenStep | undefined> {
  const ending = new Set<WrittenStep | undefined>([undefined]);
  const backwards = [...followers].reverse();
  for (let before = 0; before < ending.size;) {
    before = ending.size;
    addLeading(ending, backwards);
  }
  return ending;
}

function addLeading(
  ending: Set<WrittenStep | undefined>,
  followers: [WrittenStep, (WrittenStep | undefined)[]][],
): void {
  for (const [step, next] of followers) if (next.some((other) => ending.has(other))) ending.add(step);
}

function circle(start: WrittenStep, followers: Followers): WrittenStep[] {
  const trace = [start];
  for (;;) {
    const next = followers.get(trace.at(-1) ?? start)?.[0] ?? start;
    if (trace.includes(next)) return [...trace.slice(trace.indexOf(next)), next];
    trace.push(next);
  }
}
