import type { Task } from '../../tasks.ts';

// Each is loaded when it is first called: what reads bundles and schemas is large, and a program that deploys nothing needs none of it.

/** The tasks of this API's machines. */
export const protonTasks: Record<string, Task> = {
  ProtonRegistrationRegister: async (input, ports) =>
    (await import('./register-version.ts')).registerVersion(input, ports),
  ProtonRegistrationRecordFailure: async (input, ports) =>
    (await import('./register-version.ts')).recordRegistrationFailure(input, ports),
  ProtonDeploymentInProgress: async (input, ports) =>
    (await import('./deployment.ts')).deploymentInProgress(input, ports),
  ProtonDeploymentProvisioning: async (input, ports) =>
    (await import('./deployment.ts')).deploymentProvisioning(input, ports),
  ProtonDeploymentRecordFailure: async (input, ports) =>
    (await import('./deployment.ts')).recordDeploymentFailure(input, ports),
  ProtonServiceInProgress: async (input, ports) => (await import('./service.ts')).serviceInProgress(input, ports),
  ProtonServiceWaiting: async (input, ports) => (await import('./service.ts')).serviceWaiting(input, ports),
  ProtonServiceRecordFailure: async (input, ports) => (await import('./service.ts')).recordServiceFailure(input, ports),
};
