import { lambdaPorts } from '../ports/aws/ports.ts';
import { reconcileProton } from '../proton/tasks/reconcile.ts';
import { deploymentInProgress, deploymentProvisioning, recordDeploymentFailure } from '../proton/tasks/deployment.ts';

const ports = lambdaPorts();

/** What statemachines/proton-deployment.asl calls as ProtonDeploymentInProgress. */
export const handleInProgress = (input: Parameters<typeof deploymentInProgress>[0]) =>
  deploymentInProgress(input, ports);

/** … as ProtonDeploymentProvisioning. */
export const handleProvisioning = (input: Parameters<typeof deploymentProvisioning>[0]) =>
  deploymentProvisioning(input, ports);

/** … as ProtonDeploymentRecordFailure. */
export const handleRecordFailure = (input: Parameters<typeof recordDeploymentFailure>[0]) =>
  recordDeploymentFailure(input, ports);

/** What a schedule calls: finishes what a crash cut in two. */
export const handleReconcile = () => reconcileProton(ports);
