import {
  DescribeCommandsCommand,
  DescribeDeploymentsCommand,
  DescribeInstancesCommand,
  DescribeStacksCommand,
  OpsWorksClient,
} from '@aws-sdk/client-opsworks';
import { clientOf } from './client.ts';

const opsworks = clientOf((configuration) => new OpsWorksClient(configuration));

export const describeStacks = () => opsworks((client) => client.send(new DescribeStacksCommand({})));

export const describeDeployments = (StackId: string) =>
  opsworks((client) => client.send(new DescribeDeploymentsCommand({ StackId })));

export const describeDeployment = (id: string) =>
  opsworks((client) => client.send(new DescribeDeploymentsCommand({ DeploymentIds: [id] })));

export const describeCommands = (DeploymentId: string) =>
  opsworks((client) => client.send(new DescribeCommandsCommand({ DeploymentId })));

export const describeInstances = (StackId: string) =>
  opsworks((client) => client.send(new DescribeInstancesCommand({ StackId })));
