import {
  CancelComponentDeploymentCommand,
  CancelEnvironmentDeploymentCommand,
  CancelServiceInstanceDeploymentCommand,
  CancelServicePipelineDeploymentCommand,
  GetComponentCommand,
  GetDeploymentCommand,
  type GetDeploymentCommandInput,
  GetEnvironmentCommand,
  GetServiceCommand,
  GetServiceInstanceCommand,
  ListComponentOutputsCommand,
  ListComponentProvisionedResourcesCommand,
  ListComponentsCommand,
  ListDeploymentsCommand,
  type ListDeploymentsCommandInput,
  ListEnvironmentOutputsCommand,
  ListEnvironmentProvisionedResourcesCommand,
  ListEnvironmentsCommand,
  ListEnvironmentTemplateVersionsCommand,
  ListServiceInstanceOutputsCommand,
  ListServiceInstanceProvisionedResourcesCommand,
  ListServiceInstancesCommand,
  ListServicePipelineOutputsCommand,
  ListServicePipelineProvisionedResourcesCommand,
  ListServicesCommand,
  ListServiceTemplatesCommand,
  ListServiceTemplateVersionsCommand,
  type ListServiceTemplateVersionsCommandInput,
  ProtonClient,
  UpdateEnvironmentCommand,
  type UpdateEnvironmentCommandInput,
  UpdateServiceInstanceCommand,
  type UpdateServiceInstanceCommandInput,
  UpdateServicePipelineCommand,
  type UpdateServicePipelineCommandInput,
} from '@aws-sdk/client-proton';
import { clientOf } from './client.ts';

const proton = clientOf((configuration) => new ProtonClient(configuration));
const maxResults = 100;

/** What an instance of a service is called by. */
interface Instance {
  serviceName: string;
  serviceInstanceName: string;
}

export const cancelComponentDeployment = (componentName: string) =>
  proton((client) => client.send(new CancelComponentDeploymentCommand({ componentName })));

export const cancelEnvironmentDeployment = (environmentName: string) =>
  proton((client) => client.send(new CancelEnvironmentDeploymentCommand({ environmentName })));

export const cancelServiceInstanceDeployment = (of: Instance) =>
  proton((client) => client.send(new CancelServiceInstanceDeploymentCommand(of)));

export const cancelServicePipelineDeployment = (serviceName: string) =>
  proton((client) => client.send(new CancelServicePipelineDeploymentCommand({ serviceName })));

export const getComponent = (name: string) => proton((client) => client.send(new GetComponentCommand({ name })));

export const getDeployment = (input: GetDeploymentCommandInput) =>
  proton((client) => client.send(new GetDeploymentCommand(input)));

export const getEnvironment = (name: string) => proton((client) => client.send(new GetEnvironmentCommand({ name })));

export const getService = (name: string) => proton((client) => client.send(new GetServiceCommand({ name })));

export const getServiceInstance = ({ serviceName, serviceInstanceName: name }: Instance) =>
  proton((client) => client.send(new GetServiceInstanceCommand({ serviceName, name })));

export const listComponentOutputs = (componentName: string, nextToken?: string) =>
  proton((client) => client.send(new ListComponentOutputsCommand({ componentName, nextToken })));

export const listComponentProvisionedResources = (componentName: string, nextToken?: string) =>
  proton((client) => client.send(new ListComponentProvisionedResourcesCommand({ componentName, nextToken })));

export const listComponents = (nextToken?: string) =>
  proton((client) => client.send(new ListComponentsCommand({ nextToken, maxResults })));

export const listDeployments = (input: ListDeploymentsCommandInput) =>
  proton((client) => client.send(new ListDeploymentsCommand(input)));

export const listEnvironmentOutputs = (environmentName: string, nextToken?: string) =>
  proton((client) => client.send(new ListEnvironmentOutputsCommand({ environmentName, nextToken })));

export const listEnvironmentProvisionedResources = (environmentName: string, nextToken?: string) =>
  proton((client) => client.send(new ListEnvironmentProvisionedResourcesCommand({ environmentName, nextToken })));

export const listEnvironments = (nextToken?: string) =>
  proton((client) => client.send(new ListEnvironmentsCommand({ nextToken, maxResults })));

export const listEnvironmentTemplateVersions = (input: ListServiceTemplateVersionsCommandInput) =>
  proton((client) => client.send(new ListEnvironmentTemplateVersionsCommand({ ...input, maxResults })));

export const listServiceInstanceOutputs = (of: Instance, nextToken?: string) =>
  proton((client) => client.send(new ListServiceInstanceOutputsCommand({ ...of, nextToken })));

export const listServiceInstanceProvisionedResources = (of: Instance, nextToken?: string) =>
  proton((client) => client.send(new ListServiceInstanceProvisionedResourcesCommand({ ...of, nextToken })));

export const listServiceInstances = (nextToken?: string) =>
  proton((client) => client.send(new ListServiceInstancesCommand({ nextToken, maxResults })));

export const listServicePipelineOutputs = (serviceName: string, nextToken?: string) =>
  proton((client) => client.send(new ListServicePipelineOutputsCommand({ serviceName, nextToken })));

export const listServicePipelineProvisionedResources = (serviceName: string, nextToken?: string) =>
  proton((client) => client.send(new ListServicePipelineProvisionedResourcesCommand({ serviceName, nextToken })));

export const listServices = (nextToken?: string) =>
  proton((client) => client.send(new ListServicesCommand({ nextToken, maxResults })));

export const listServiceTemplates = (nextToken?: string) =>
  proton((client) => client.send(new ListServiceTemplatesCommand({ nextToken, maxResults })));

export const listServiceTemplateVersions = (input: ListServiceTemplateVersionsCommandInput) =>
  proton((client) => client.send(new ListServiceTemplateVersionsCommand({ ...input, maxResults })));

export const updateEnvironment = (input: UpdateEnvironmentCommandInput) =>
  proton((client) => client.send(new UpdateEnvironmentCommand(input)));

export const updateServiceInstance = (input: UpdateServiceInstanceCommandInput) =>
  proton((client) => client.send(new UpdateServiceInstanceCommand(input)));

export const updateServicePipeline = (input: UpdateServicePipelineCommandInput) =>
  proton((client) => client.send(new UpdateServicePipelineCommand(input)));
