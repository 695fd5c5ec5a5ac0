import type { PlantedFault } from './planted-fault.ts';

const of = 'functions/proton/deployments';
const tasks = 'functions/proton/tasks';

/** Each of these breaks a promise of Proton's deployments. */
export const inDeployments: PlantedFault[] = [
  {
    name: 'a deployment that had ended does not tell its service again',
    file: `${of}/drive.ts`,
    text: 'await tellService(deployment.target, deployment, ports);',
    instead: 'void [tellService, ports];',
    breaks: /nothing of it goes on, and it still waits|app: it stays/,
  },
  {
    name: 'a deployment that ends does not tell its service',
    file: `${of}/settle.ts`,
    text: 'await tellService(value.target, value, ports);',
    instead: 'void tellService;',
    breaks: /nothing of it goes on, and it still waits|app: it stays/,
  },
  {
    name: 'no look for news after the token of a deployment is written',
    file: `${tasks}/deployment.ts`,
    text: 'deployment.completedAt === undefined && deployment.told === deployment.heard',
    instead: 'deployment.completedAt === undefined',
    breaks: /there is news of its work, and it still waits|its work was told to be over/,
  },
  {
    name: 'news of a deployment wake nobody',
    file: `${of}/tell.ts`,
    text: 'await untilWritten(() => tell(deploymentId, ports));\n  await wakeMachine(waitKey(deploymentId), ports);',
    instead: 'await untilWritten(() => tell(deploymentId, ports));\n  void waitKey;',
    breaks: /there is news of its work, and it still waits/,
  },
  {
    name: 'a cancel is not passed on',
    file: `${of}/drive.ts`,
    text: 'const end = isCancelling ? await provisioner.cancel(work, memo) : undefined;',
    instead: 'const end = undefined as Provisioned | undefined;',
    breaks: /it was cancelled, and its work goes on/,
  },
  {
    name: 'a resource is deployed twice at once',
    file: 'functions/proton/environments/update-environment.ts',
    text: "if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status) && !isMendable)",
    instead: "if (status === 'DELETE_IN_PROGRESS' && !isMendable)",
    breaks: /it began, and \S+ of the same goes on/,
  },
  {
    name: 'work that failed is a success',
    file: `${of}/settle.ts`,
    text: "return state === 'Failed' ? 'FAILED' : 'CANCELLED';",
    instead: "return state === 'Failed' ? 'SUCCEEDED' : 'CANCELLED';",
    breaks: /it is SUCCEEDED, and its work Failed/,
  },
  {
    name: 'reconciling starts no machines of deployments',
    file: `${tasks}/reconcile.ts`,
    text: 'await startDeployment(ports, id);',
    instead: 'void [startDeployment, id];',
    breaks: /it stays (IN_PROGRESS|DELETE_IN_PROGRESS)/,
  },
  {
    name: 'what is being deleted is built upon',
    file: `${of}/uses.ts`,
    text: "if (!stored || stored.value.status === 'DELETE_IN_PROGRESS')",
    instead: 'if (!stored)',
    breaks: /it stands on \S+, which is gone/,
  },
  {
    name: 'what is gone stands on what it stood on',
    file: `${of}/settle.ts`,
    text: 'const gone = await useWrites(store, [{ before }]);',
    instead: 'const gone = (await useWrites(store, [{ before }])).slice(1);',
    breaks: /it is gone, and stands on/,
  },
  {
    name: 'what failed counts as made',
    file: `${of}/settle.ts`,
    text: '...(isSuccess && { current: goal, lastSucceededAt',
    instead: '...{ current: goal },\n    ...(isSuccess && { lastSucceededAt',
    breaks: /it shows something else than/,
  },
  {
    name: 'what a failure left is not taken away',
    file: `${of}/settle.ts`,
    text: "(status === 'SUCCEEDED' || isStarted === true)",
    instead: "(status === 'SUCCEEDED' || isStarted === undefined)",
    breaks: /it is gone, and what \S+ made is there/,
  },
  {
    name: 'a pipeline that is not deployed waits all the same',
    file: 'functions/proton/services/end-operation.ts',
    text: 'await store.write([put(after, version), ...skipped]);',
    instead: 'await store.write([put(after, version), ...skipped.slice(1)]);',
    breaks: /AWSProton-app-pipeline-\S+: it stays IN_PROGRESS/,
  },
  {
    name: 'events look for work that is over',
    file: `${of}/settle.ts`,
    text: 'const writes: Write[] = [{ put: deploymentItem(done), expect: deployment.version }, ...watchWrites(value, done)];',
    instead:
      'void watchWrites;\n  const writes: Write[] = [{ put: deploymentItem(done), expect: deployment.version }];',
    breaks: /it is over, and events still look for it/,
  },
];
