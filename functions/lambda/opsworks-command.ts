import { KMSClient } from '@aws-sdk/client-kms';
import { command } from '../opsworks/tasks/command.ts';
import { targets } from '../opsworks/tasks/targets.ts';
import { kmsSecrets } from '../ports/aws/kms-secrets.ts';
import { lambdaPorts, variable } from '../ports/aws/ports.ts';

// Orders hold secrets.
const ports = { ...lambdaPorts(), secrets: kmsSecrets(new KMSClient({}), variable('PRINCIPALS_KEY')) };

/** What statemachines/opsworks-deployment.asl calls as OpsworksDeploymentTargets. */
export const handleTargets = (input: Parameters<typeof targets>[0]) => targets(input, ports);

/** … as OpsworksDeploymentCommand. */
export const handler = (input: Parameters<typeof command>[0]) => command(input, ports);
