import type { PlantedFault } from './planted-fault.ts';

const rateControl = 'functions/ssm/rate-control';
const executeAutomation = 'functions/ssm/steps/execute-automation.ts';

/** Each of these breaks a promise of runbooks that run others. */
export const inFanOuts: PlantedFault[] = [
  {
    name: 'more targets at once than MaxConcurrency',
    file: `${rateControl}/decide.ts`,
    text: 'Math.min(group.concurrency, 2 ** Math.floor(Math.log2(endedIn(group) + 1)))',
    instead: '2 ** Math.floor(Math.log2(endedIn(group) + 1))',
    breaks: /run at once, and MaxConcurrency/,
  },
  {
    name: 'more targets after more errors than MaxErrors',
    file: `${rateControl}/decide.ts`,
    text: 'const room = isOver(group) ? 0 : ',
    instead: 'const room = ',
    breaks: /dispatched more after \d errors/,
  },
  {
    name: 'the whole ends while targets run',
    file: `${rateControl}/decide.ts`,
    text: 'runningIn(group) > 0 || (',
    instead: '(',
    breaks: /it ended as \w+, and \S+ still runs/,
  },
  {
    name: 'the last errors do not count',
    file: `${rateControl}/decide.ts`,
    text: 'if (errors === 0 || (progress.Success > 0 && !groups.some(isOver)))',
    instead: 'if (errors === 0 || progress.Success > 0)',
    breaks: /it is Success after \d errors/,
  },
  {
    name: 'the end of a target leaves no word',
    file: `${rateControl}/ended.ts`,
    text: '{ put: { partition: target.partition, sort: endedSort(sequence), value: { sequence, status } }, expect: 0 },',
    instead: '...(endedSort(sequence) === status ? [] : []),',
    breaks: /nothing of it runs, and it still waits/,
  },
  {
    name: 'the end of a target wakes nobody',
    file: `${rateControl}/ended.ts`,
    text: 'await wakeToCount(ports, place.execution.id);',
    instead: 'void wakeToCount;',
    breaks: /an end is not counted/,
  },
  {
    name: 'no look for ends after the token of a fan-out is written',
    file: 'functions/ssm/tasks/rate-control-waiting.ts',
    text: 'if (execution) await wakeIfCalled(ports, execution.value);',
    instead: 'void [execution, wakeIfCalled];',
    breaks: /an end is not counted|it was stopped, and \S+ still waits/,
  },
  {
    name: 'a machine that waits is not told of an end that somebody counted before',
    file: `${rateControl}/wake.ts`,
    text: 'if (isTold || isDue(control.groups, isCancelling))',
    instead: 'void isDue;\n  if (isTold)',
    breaks: /nothing of it runs, and it still waits/,
  },
  {
    name: 'a stop is not passed on to targets',
    file: `${rateControl}/stop-children.ts`,
    text: 'if (!target.place) return requestStop(childId(parent.id, target.sequence), ports);',
    instead: 'if (!target.place) return void [requestStop, childId, ports];',
    breaks: /it was stopped, and \S+ still waits/,
  },
  {
    name: 'a target is dispatched, and its execution lost by a crash',
    file: `${rateControl}/decide.ts`,
    text: 'Array.from({ length: count - started }, (_, place) => first + started + place),',
    instead: 'Array.from({ length: Math.min(1, count - started) }, (_, place) => first + started + place),',
    breaks: /nothing of it runs, and it still waits|it stays InProgress/,
  },
  {
    name: 'the end of a child wakes no step',
    file: 'functions/ssm/automation-executions/tell-parent.ts',
    text: "if (record.parent) await settleStep(record.parent, { verdict: 'Ended' }, ports);",
    instead: 'void settleStep;',
    breaks: /still waits, and its execution is over/,
  },
  {
    name: 'a step that is cancelled leaves its child alone',
    file: executeAutomation,
    text: `  async cancel(context) {
    await requestStop(childId(context), context.ports);`,
    instead: '  async cancel() {',
    breaks: /it is over, and \S+ goes on|it succeeded though \w+ was over/,
  },
  {
    name: 'a step that times out leaves its child alone',
    file: executeAutomation,
    text: 'await requestStop(child.value.id, context.ports);',
    instead: '',
    breaks: /it succeeded though \w+ was over/,
  },
];
