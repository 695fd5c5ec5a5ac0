import type { PlantedFault } from './planted-fault.ts';

const of = 'functions/heat/software-deployments';

/** Each of these breaks a promise of Heat's software deployments. */
export const inSignals: PlantedFault[] = [
  {
    name: 'a signal that comes late counts',
    file: 'functions/heat/signals/receive.ts',
    text: 'if (!isInProgress(value)) return;',
    instead: 'void isInProgress;',
    breaks: /it had ended as \S+, and ended as/,
  },
  {
    name: 'the time of a deployment is watched by nobody',
    file: `${of}/create.ts`,
    text: 'await Promise.all([written, startWatch(ports, value, written)]);',
    instead: 'await Promise.all([written, startWatch].slice(0, 1));',
    breaks: /it waits past its time|it stays IN_PROGRESS/,
  },
  {
    name: 'a deployment that is run again is watched by nobody',
    file: `${of}/update.ts`,
    text: 'if (value.watch?.generation !== watch?.generation) await startWatch(ports, value);',
    instead: 'void startWatch;',
    breaks: /it waits past its time|it stays IN_PROGRESS/,
  },
  {
    name: 'the end of its time ends no deployment',
    file: 'functions/heat/tasks/fail-deployment.ts',
    text: "const failed = { ...value, status: 'FAILED', statusReason, updatedTime: clock.now() };",
    instead: 'const failed = { ...value, statusReason, updatedTime: clock.now() };',
    breaks: /it waits past its time|it stays IN_PROGRESS/,
  },
];
