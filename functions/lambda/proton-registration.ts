import { lambdaPorts } from '../ports/aws/ports.ts';
import { recordRegistrationFailure, registerVersion } from '../proton/tasks/register-version.ts';

const ports = lambdaPorts();

/** What statemachines/proton-registration.asl calls as ProtonRegistrationRegister. */
export const handleRegister = (input: Parameters<typeof registerVersion>[0]) => registerVersion(input, ports);

/** … as ProtonRegistrationRecordFailure. */
export const handleRecordFailure = (input: Parameters<typeof recordRegistrationFailure>[0]) =>
  recordRegistrationFailure(input, ports);
