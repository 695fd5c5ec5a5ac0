import { KMSClient } from '@aws-sdk/client-kms';
import { command } from '../opsworks/tasks/command.ts';
import { kmsSecrets } from '../ports/aws/kms-secrets.ts';
import { lambdaPorts, variable } from '../ports/aws/ports.ts';

const ports = { ...lambdaPorts(), secrets: kmsSecrets(new KMSClient({}), variable('PRINCIPALS_KEY')) };

/** What statemachines/opsworks-deployment.asl calls as OpsworksDeploymentCommand: the one of its tasks that opens secrets. */
export const handler = (input: Parameters<typeof command>[0]) => command(input, ports);
