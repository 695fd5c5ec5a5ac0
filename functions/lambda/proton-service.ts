import { lambdaPorts } from '../ports/aws/ports.ts';
import { recordServiceFailure, serviceInProgress, serviceWaiting } from '../proton/tasks/service.ts';

const ports = lambdaPorts();

/** What statemachines/proton-service.asl calls as ProtonServiceInProgress. */
export const handleInProgress = (input: Parameters<typeof serviceInProgress>[0]) => serviceInProgress(input, ports);

/** … as ProtonServiceWaiting. */
export const handleWaiting = (input: Parameters<typeof serviceWaiting>[0]) => serviceWaiting(input, ports);

/** … as ProtonServiceRecordFailure. */
export const handleRecordFailure = (input: Parameters<typeof recordServiceFailure>[0]) =>
  recordServiceFailure(input, ports);
