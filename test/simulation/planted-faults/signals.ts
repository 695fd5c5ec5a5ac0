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
  {
    name: 'a deployment wakes no machine that waits',
    file: `${of}/create.ts`,
    text: '  wakePolls(serverPartition(project, record.server));\n',
    instead: '  void [wakePolls, serverPartition];\n',
    breaks: /its machine waits at the door, and was not told/,
  },
  {
    name: 'what was made for a deployment is kept when it goes',
    file: `${of}/release.ts`,
    text: 'return { writes: [...writes, ...configRemoval(derived)], content: derived.value.content };',
    instead: 'return { writes: [...writes, ...configRemoval(derived).slice(2)], content: derived.value.content };',
    breaks: /nobody deploys it, and its config is kept/,
  },
  {
    name: 'the user of a deployment outlives it',
    file: `${of}/release.ts`,
    text: '...(derivedFrom === undefined ? [] : await deployUserRemoval(store, id)),',
    instead: '...(derivedFrom === undefined ? [] : (await deployUserRemoval(store, id)).slice(1)),',
    breaks: /it is gone, and its user is kept/,
  },
  {
    name: 'a machine is shown what is for others',
    file: `${of}/visible.ts`,
    text: 'partition: serverPartition(project, server),',
    instead: "partition: serverPartition(project, server === 'two' ? 'one' : server),",
    breaks: /it is for \w+, and \w+ is shown it|its machine was never shown it/,
  },
];
