import { reconcileDeployments } from '../heat/tasks/reconcile.ts';
import { recordFailure } from '../heat/tasks/record-failure.ts';
import { timedOut } from '../heat/tasks/timed-out.ts';
import { waiting } from '../heat/tasks/waiting.ts';
import { lambdaPorts } from '../ports/aws/ports.ts';

const ports = lambdaPorts();

/** What statemachines/heat-deployment.asl calls as HeatDeploymentWaiting. */
export const handleWaiting = (input: Parameters<typeof waiting>[0]) => waiting(input, ports);

/** … as HeatDeploymentTimedOut. */
export const handleTimedOut = (input: Parameters<typeof timedOut>[0]) => timedOut(input, ports);

/** … as HeatDeploymentRecordFailure. */
export const handleRecordFailure = (input: Parameters<typeof recordFailure>[0]) => recordFailure(input, ports);

/** What a schedule calls: finishes what a crash cut in two. */
export const handleReconcile = () => reconcileDeployments(ports);
