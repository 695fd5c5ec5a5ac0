import type { Json } from '../../functions/ports/json.ts';
import type { Frame } from './frame.ts';
import { record, type Happening } from './history.ts';
import type { Runtime } from './runtime.ts';
import { actionOf, type Resource } from './task-resource.ts';

/** What a Task asks for. */
export interface Scheduled {
  resource: Resource;
  parameters: Json;
  timeoutSeconds: number | undefined;
  heartbeatSeconds: number | undefined;
}

const families = { lambda: 'LambdaFunction', activity: 'Activity', service: 'Task' };

/** The events with which a Task begins. */
export function recordScheduled(runtime: Runtime, frame: Frame, scheduled: Scheduled): void {
  const { resource, parameters, timeoutSeconds: timeoutInSeconds, heartbeatSeconds: heartbeatInSeconds } = scheduled;
  const family = families[resource.kind];
  const limits = { timeoutInSeconds, heartbeatInSeconds };
  const type = `${family}Scheduled`;
  if (resource.kind !== 'service') {
    record(runtime, frame, { type, resource: resource.arn, input: parameters, ...limits });
    if (resource.kind === 'lambda') record(runtime, frame, { type: 'LambdaFunctionStarted' });
    return;
  }
  const called = { resource: actionOf(resource), resourceType: resource.service };
  const region = frame.execution.machine.arn.split(':')[3] ?? '';
  record(runtime, frame, { type, ...called, region, parameters, ...limits });
  record(runtime, frame, { type: 'TaskStarted', ...called });
}

/** A later event of a Task: how it ended, or that it was submitted. */
export function recordTask(runtime: Runtime, frame: Frame, happening: Happening): void {
  const { state } = frame;
  if (state.type !== 'Task') return;
  const { resource } = state;
  const type = `${families[resource.kind]}${happening.type}`;
  const called = resource.kind === 'service' ? { resource: actionOf(resource), resourceType: resource.service } : {};
  record(runtime, frame, { ...happening, ...called, type });
}
