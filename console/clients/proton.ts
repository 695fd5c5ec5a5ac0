import {
  GetDeploymentCommand,
  type GetDeploymentCommandInput,
  GetEnvironmentCommand,
  GetServiceInstanceCommand,
  ListDeploymentsCommand,
  type ListDeploymentsCommandInput,
  ListEnvironmentOutputsCommand,
  ListEnvironmentProvisionedResourcesCommand,
  ListEnvironmentsCommand,
  ListEnvironmentTemplatesCommand,
  ListServiceInstanceOutputsCommand,
  ListServiceInstanceProvisionedResourcesCommand,
  ListServiceInstancesCommand,
  ListServiceTemplatesCommand,
  ProtonClient,
} from '@aws-sdk/client-proton';
import { clientOf } from './client.ts';

const proton = clientOf((configuration) => new ProtonClient(configuration));

export const getDeployment = (input: GetDeploymentCommandInput) =>
  proton((client) => client.send(new GetDeploymentCommand(input)));

export const getEnvironment = (name: string) => proton((client) => client.send(new GetEnvironmentCommand({ name })));

export const getServiceInstance = (serviceName: string, name: string) =>
  proton((client) => client.send(new GetServiceInstanceCommand({ serviceName, name })));

export const listDeployments = (input: ListDeploymentsCommandInput) =>
  proton((client) => client.send(new ListDeploymentsCommand(input)));

export const listEnvironmentOutputs = (environmentName: string) =>
  proton((client) => client.send(new ListEnvironmentOutputsCommand({ environmentName })));

export const listEnvironmentProvisionedResources = (environmentName: string) =>
  proton((client) => client.send(new ListEnvironmentProvisionedResourcesCommand({ environmentName })));

export const listEnvironments = (nextToken?: string) =>
  proton((client) => client.send(new ListEnvironmentsCommand({ nextToken, maxResults: 100 })));

export const listEnvironmentTemplates = (nextToken?: string) =>
  proton((client) => client.send(new ListEnvironmentTemplatesCommand({ nextToken, maxResults: 100 })));

export const listServiceInstanceOutputs = (serviceName: string, serviceInstanceName: string) =>
  proton((client) => client.send(new ListServiceInstanceOutputsCommand({ serviceName, serviceInstanceName })));

export const listServiceInstanceProvisionedResources = (serviceName: string, serviceInstanceName: string) =>
  proton((client) =>
    client.send(new ListServiceInstanceProvisionedResourcesCommand({ serviceName, serviceInstanceName })),
  );

export const listServiceInstances = (nextToken?: string) =>
  proton((client) => client.send(new ListServiceInstancesCommand({ nextToken, maxResults: 100 })));

export const listServiceTemplates = (nextToken?: string) =>
  proton((client) => client.send(new ListServiceTemplatesCommand({ nextToken, maxResults: 100 })));
