import type { DeploymentStatus, ServiceStatus } from '@aws-sdk/client-proton';
import { busy } from '../deployments/record.ts';
import type { Operation, Planned } from './record.ts';

/** A part of a service in an operation: an instance by its name, or the pipeline. */
export interface Step {
  name: string | undefined;
  action: 'create' | 'update' | 'delete';
  planned: Planned;
}

/** How far a deployment has come, by its id; undefined where it has not begun. */
export type StatusOf = (deploymentId: string) => DeploymentStatus | undefined;

/** What a service does next: begins deployments, waits for those that go on, takes back what is new, or is done. */
export type Move =
  | { move: 'begin'; steps: Step[] }
  | { move: 'wait' }
  | { move: 'cleanUp' }
  | { move: 'end'; status: ServiceStatus; failed: string[] }
  | { move: 'gone' };

/** The order and the rules of failure of a service's operations, as the guide has them: one pure function. */
export function decide(operation: Operation, statusOf: StatusOf): Move {
  if (operation.type === 'create') return decideCreate(operation, statusOf);
  return operation.type === 'delete' ? decideDelete(operation, statusOf) : decideUpdate(operation, statusOf);
}

type Stage = { go: Move } | { failed: string[] };

/** Begins all parts of a stage together; it is over when all have ended. */
function stage(parts: Record<string, Planned>, action: Step['action'], statusOf: StatusOf): Stage {
  const all = Object.entries(parts);
  const steps = all
    .filter(([, { deploymentId }]) => statusOf(deploymentId) === undefined)
    .map(([name, planned]) => ({ name, action, planned }));
  if (steps.length > 0) return { go: { move: 'begin', steps } };
  if (all.some(([, { deploymentId }]) => busy.has(statusOf(deploymentId) ?? ''))) return { go: { move: 'wait' } };
  const success = action === 'delete' ? 'DELETE_COMPLETE' : 'SUCCEEDED';
  return { failed: all.filter(([, { deploymentId }]) => statusOf(deploymentId) !== success).map(([name]) => name) };
}

function ofPipeline(planned: Planned | undefined, action: Step['action'], statusOf: StatusOf): Stage {
  if (!planned) return { failed: [] };
  const of = stage({ pipeline: planned }, action, statusOf);
  if (!('go' in of) || of.go.move !== 'begin') return of;
  return { go: { move: 'begin', steps: [{ name: undefined, action, planned }] } };
}

function decideCreate({ created, pipeline }: Operation, statusOf: StatusOf): Move {
  const instances = stage(created, 'create', statusOf);
  if ('go' in instances) return instances.go;
  if (instances.failed.length > 0) return { move: 'end', status: 'CREATE_FAILED', failed: instances.failed };
  const last = ofPipeline(pipeline, 'create', statusOf);
  if ('go' in last) return last.go;
  return { move: 'end', status: last.failed.length > 0 ? 'CREATE_FAILED' : 'ACTIVE', failed: last.failed };
}

function decideUpdate({ created, dropped, pipeline, cleanup }: Operation, statusOf: StatusOf): Move {
  const additions = stage(created, 'create', statusOf);
  if ('go' in additions) return additions.go;
  if (additions.failed.length > 0)
    return cleanup ? decideCleanup(cleanup, additions.failed, statusOf) : { move: 'cleanUp' };
  const removals = stage(dropped, 'delete', statusOf);
  if ('go' in removals) return removals.go;
  const last = ofPipeline(pipeline, 'update', statusOf);
  if ('go' in last) return last.go;
  if (last.failed.length > 0) return { move: 'end', status: 'UPDATE_FAILED', failed: last.failed };
  const { failed } = removals;
  return { move: 'end', status: failed.length > 0 ? 'UPDATE_COMPLETE_CLEANUP_FAILED' : 'ACTIVE', failed };
}

function decideCleanup(cleanup: Record<string, Planned>, failed: string[], statusOf: StatusOf): Move {
  const removals = stage(cleanup, 'delete', statusOf);
  if ('go' in removals) return removals.go;
  const isClean = removals.failed.length === 0;
  return { move: 'end', status: isClean ? 'UPDATE_FAILED_CLEANUP_COMPLETE' : 'UPDATE_FAILED_CLEANUP_FAILED', failed };
}

function decideDelete({ dropped, pipeline }: Operation, statusOf: StatusOf): Move {
  const first = ofPipeline(pipeline, 'delete', statusOf);
  if ('go' in first) return first.go;
  const instances = stage(dropped, 'delete', statusOf);
  if ('go' in instances) return instances.go;
  const failed = [...first.failed, ...instances.failed];
  return failed.length > 0 ? { move: 'end', status: 'DELETE_FAILED', failed } : { move: 'gone' };
}
