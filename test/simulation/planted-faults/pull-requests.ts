import type { PlantedFault } from './planted-fault.ts';

const of = 'functions/proton/deployments';
const notify = `${of}/notify-resource-deployment-status-change.ts`;

/** Each of these breaks a promise of Proton's deployments by pull request. */
export const inPullRequests: PlantedFault[] = [
  {
    name: 'an end that is told after another counts',
    file: notify,
    text: 'if (isOther) throw',
    instead: "if (isOther && told !== 'FAILED' && told !== 'SUCCEEDED') throw",
    breaks: /it was said to be \w+( and \w+)*, and it is/,
  },
  {
    name: 'a pull request that is told of wakes nobody',
    file: notify,
    text: 'await wakeMachine(waitKey(value.id), ports);',
    instead: 'void [wakeMachine, waitKey];',
    breaks: /there is news of it, and it still waits/,
  },
  {
    name: 'what was told of a pull request does not count once it is cancelled',
    file: `${of}/drive.ts`,
    text: 'const known = told ?? withOutputsTold(progress, deployment);',
    instead: "const known = progress.state === 'InProgress' && told ? told : withOutputsTold(progress, deployment);",
    breaks: /it was said to be SUCCEEDED, and it is (FAILED|CANCELLED)/,
  },
  {
    name: 'a pull request that is merged is a success',
    file: 'functions/ports/pull-request/pull-request-provisioner.ts',
    text: "return state === 'merged' ? { state: 'InProgress', memo } :",
    instead: "return state === 'merged' ? { state: 'Succeeded', outputs: [], resources: [] } :",
    breaks: /it is SUCCEEDED, and nobody said so/,
  },
  {
    name: 'a cancel leaves the pull request open',
    file: 'functions/ports/pull-request/pull-request-provisioner.ts',
    text: '    await repository.close(branchOf(work));\n',
    instead: '',
    breaks: /it is CANCELLED, and its pull request is open/,
  },
  {
    name: 'a resource goes without the end of its first pull request',
    file: `${of}/drive.ts`,
    text: 'const first = follows === undefined ? undefined : await drive(follows, ports);',
    instead: 'const first = follows === undefined ? undefined : undefined as Driven | undefined;',
    breaks: /it stays (IN_PROGRESS|CANCELLING)|its pull request is open|made is there|it had ended as/,
  },
];
