import type { Service } from '../api/service.ts';
import { contract } from './contract.ts';
import { getAccountSettings } from './account-settings/get-account-settings.ts';
import { updateAccountSettings } from './account-settings/update-account-settings.ts';
import { cancelComponentDeployment } from './components/cancel-component-deployment.ts';
import { createComponent } from './components/create-component.ts';
import { deleteComponent } from './components/delete-component.ts';
import { getComponent } from './components/get-component.ts';
import { listComponentOutputs } from './components/list-component-outputs.ts';
import { listComponentProvisionedResources } from './components/list-component-provisioned-resources.ts';
import { listComponents } from './components/list-components.ts';
import { updateComponent } from './components/update-component.ts';
import { deleteDeployment } from './deployments/delete-deployment.ts';
import { getDeployment } from './deployments/get-deployment.ts';
import { listDeployments } from './deployments/list-deployments.ts';
import { notifyResourceDeploymentStatusChange } from './deployments/notify-resource-deployment-status-change.ts';
import { acceptEnvironmentAccountConnection } from './environment-account-connections/accept-environment-account-connection.ts';
import { createEnvironmentAccountConnection } from './environment-account-connections/create-environment-account-connection.ts';
import { deleteEnvironmentAccountConnection } from './environment-account-connections/delete-environment-account-connection.ts';
import { getEnvironmentAccountConnection } from './environment-account-connections/get-environment-account-connection.ts';
import { listEnvironmentAccountConnections } from './environment-account-connections/list-environment-account-connections.ts';
import { rejectEnvironmentAccountConnection } from './environment-account-connections/reject-environment-account-connection.ts';
import { updateEnvironmentAccountConnection } from './environment-account-connections/update-environment-account-connection.ts';
import { createEnvironmentTemplateVersion } from './environment-templates/create-environment-template-version.ts';
import { createEnvironmentTemplate } from './environment-templates/create-environment-template.ts';
import { deleteEnvironmentTemplateVersion } from './environment-templates/delete-environment-template-version.ts';
import { deleteEnvironmentTemplate } from './environment-templates/delete-environment-template.ts';
import { getEnvironmentTemplateVersion } from './environment-templates/get-environment-template-version.ts';
import { getEnvironmentTemplate } from './environment-templates/get-environment-template.ts';
import { listEnvironmentTemplateVersions } from './environment-templates/list-environment-template-versions.ts';
import { listEnvironmentTemplates } from './environment-templates/list-environment-templates.ts';
import { updateEnvironmentTemplateVersion } from './environment-templates/update-environment-template-version.ts';
import { updateEnvironmentTemplate } from './environment-templates/update-environment-template.ts';
import { cancelEnvironmentDeployment } from './environments/cancel-environment-deployment.ts';
import { createEnvironment } from './environments/create-environment.ts';
import { deleteEnvironment } from './environments/delete-environment.ts';
import { getEnvironment } from './environments/get-environment.ts';
import { listEnvironmentOutputs } from './environments/list-environment-outputs.ts';
import { listEnvironmentProvisionedResources } from './environments/list-environment-provisioned-resources.ts';
import { listEnvironments } from './environments/list-environments.ts';
import { updateEnvironment } from './environments/update-environment.ts';
import { createRepository } from './repositories/create-repository.ts';
import { deleteRepository } from './repositories/delete-repository.ts';
import { getRepository } from './repositories/get-repository.ts';
import { listRepositories } from './repositories/list-repositories.ts';
import { getResourcesSummary } from './resources-summary/get-resources-summary.ts';
import { cancelServiceInstanceDeployment } from './service-instances/cancel-service-instance-deployment.ts';
import { createServiceInstance } from './service-instances/create-service-instance.ts';
import { getServiceInstance } from './service-instances/get-service-instance.ts';
import { listServiceInstanceOutputs } from './service-instances/list-service-instance-outputs.ts';
import { listServiceInstanceProvisionedResources } from './service-instances/list-service-instance-provisioned-resources.ts';
import { listServiceInstances } from './service-instances/list-service-instances.ts';
import { updateServiceInstance } from './service-instances/update-service-instance.ts';
import { cancelServicePipelineDeployment } from './service-pipelines/cancel-service-pipeline-deployment.ts';
import { listServicePipelineOutputs } from './service-pipelines/list-service-pipeline-outputs.ts';
import { listServicePipelineProvisionedResources } from './service-pipelines/list-service-pipeline-provisioned-resources.ts';
import { updateServicePipeline } from './service-pipelines/update-service-pipeline.ts';
import { createServiceTemplateVersion } from './service-templates/create-service-template-version.ts';
import { createServiceTemplate } from './service-templates/create-service-template.ts';
import { deleteServiceTemplateVersion } from './service-templates/delete-service-template-version.ts';
import { deleteServiceTemplate } from './service-templates/delete-service-template.ts';
import { getServiceTemplateVersion } from './service-templates/get-service-template-version.ts';
import { getServiceTemplate } from './service-templates/get-service-template.ts';
import { listServiceTemplateVersions } from './service-templates/list-service-template-versions.ts';
import { listServiceTemplates } from './service-templates/list-service-templates.ts';
import { updateServiceTemplateVersion } from './service-templates/update-service-template-version.ts';
import { updateServiceTemplate } from './service-templates/update-service-template.ts';
import { createServiceSyncConfig } from './service-syncs/create-service-sync-config.ts';
import { deleteServiceSyncConfig } from './service-syncs/delete-service-sync-config.ts';
import { getServiceInstanceSyncStatus } from './service-syncs/get-service-instance-sync-status.ts';
import { getServiceSyncBlockerSummary } from './service-syncs/get-service-sync-blocker-summary.ts';
import { getServiceSyncConfig } from './service-syncs/get-service-sync-config.ts';
import { updateServiceSyncBlocker } from './service-syncs/update-service-sync-blocker.ts';
import { updateServiceSyncConfig } from './service-syncs/update-service-sync-config.ts';
import { createService } from './services/create-service.ts';
import { deleteService } from './services/delete-service.ts';
import { getService } from './services/get-service.ts';
import { listServices } from './services/list-services.ts';
import { updateService } from './services/update-service.ts';
import { createTemplateSyncConfig } from './template-syncs/create-template-sync-config.ts';
import { deleteTemplateSyncConfig } from './template-syncs/delete-template-sync-config.ts';
import { getTemplateSyncConfig } from './template-syncs/get-template-sync-config.ts';
import { updateTemplateSyncConfig } from './template-syncs/update-template-sync-config.ts';
import { getTemplateSyncStatus } from './template-syncs/get-template-sync-status.ts';
import { getRepositorySyncStatus } from './repository-syncs/get-repository-sync-status.ts';
import { listRepositorySyncDefinitions } from './repository-syncs/list-repository-sync-definitions.ts';
import { listTagsForResource } from './tags/list-tags-for-resource.ts';
import { tagResource } from './tags/tag-resource.ts';
import { untagResource } from './tags/untag-resource.ts';
import { alsoNeeds, resources } from './resources.ts';

/** AWS Proton: one line per action. */
export const proton: Service = {
  contract,
  internalError: 'InternalServerException',
  resources,
  alsoNeeds,
  actions: {
    AcceptEnvironmentAccountConnection: acceptEnvironmentAccountConnection,
    CancelComponentDeployment: cancelComponentDeployment,
    CancelEnvironmentDeployment: cancelEnvironmentDeployment,
    CancelServiceInstanceDeployment: cancelServiceInstanceDeployment,
    CancelServicePipelineDeployment: cancelServicePipelineDeployment,
    CreateComponent: createComponent,
    CreateEnvironment: createEnvironment,
    CreateEnvironmentAccountConnection: createEnvironmentAccountConnection,
    CreateEnvironmentTemplate: createEnvironmentTemplate,
    CreateEnvironmentTemplateVersion: createEnvironmentTemplateVersion,
    CreateRepository: createRepository,
    CreateService: createService,
    CreateServiceInstance: createServiceInstance,
    CreateServiceSyncConfig: createServiceSyncConfig,
    CreateServiceTemplate: createServiceTemplate,
    CreateServiceTemplateVersion: createServiceTemplateVersion,
    CreateTemplateSyncConfig: createTemplateSyncConfig,
    DeleteComponent: deleteComponent,
    DeleteDeployment: deleteDeployment,
    DeleteEnvironment: deleteEnvironment,
    DeleteEnvironmentAccountConnection: deleteEnvironmentAccountConnection,
    DeleteEnvironmentTemplate: deleteEnvironmentTemplate,
    DeleteEnvironmentTemplateVersion: deleteEnvironmentTemplateVersion,
    DeleteRepository: deleteRepository,
    DeleteService: deleteService,
    DeleteServiceSyncConfig: deleteServiceSyncConfig,
    DeleteServiceTemplate: deleteServiceTemplate,
    DeleteServiceTemplateVersion: deleteServiceTemplateVersion,
    DeleteTemplateSyncConfig: deleteTemplateSyncConfig,
    GetAccountSettings: getAccountSettings,
    GetComponent: getComponent,
    GetDeployment: getDeployment,
    GetEnvironment: getEnvironment,
    GetEnvironmentAccountConnection: getEnvironmentAccountConnection,
    GetEnvironmentTemplate: getEnvironmentTemplate,
    GetEnvironmentTemplateVersion: getEnvironmentTemplateVersion,
    GetRepository: getRepository,
    GetRepositorySyncStatus: getRepositorySyncStatus,
    GetResourcesSummary: getResourcesSummary,
    GetService: getService,
    GetServiceInstance: getServiceInstance,
    GetServiceInstanceSyncStatus: getServiceInstanceSyncStatus,
    GetServiceSyncBlockerSummary: getServiceSyncBlockerSummary,
    GetServiceSyncConfig: getServiceSyncConfig,
    GetServiceTemplate: getServiceTemplate,
    GetServiceTemplateVersion: getServiceTemplateVersion,
    GetTemplateSyncConfig: getTemplateSyncConfig,
    GetTemplateSyncStatus: getTemplateSyncStatus,
    ListComponentOutputs: listComponentOutputs,
    ListComponentProvisionedResources: listComponentProvisionedResources,
    ListComponents: listComponents,
    ListDeployments: listDeployments,
    ListEnvironmentAccountConnections: listEnvironmentAccountConnections,
    ListEnvironmentOutputs: listEnvironmentOutputs,
    ListEnvironmentProvisionedResources: listEnvironmentProvisionedResources,
    ListEnvironmentTemplateVersions: listEnvironmentTemplateVersions,
    ListEnvironmentTemplates: listEnvironmentTemplates,
    ListEnvironments: listEnvironments,
    ListRepositories: listRepositories,
    ListRepositorySyncDefinitions: listRepositorySyncDefinitions,
    ListServiceInstanceOutputs: listServiceInstanceOutputs,
    ListServiceInstanceProvisionedResources: listServiceInstanceProvisionedResources,
    ListServiceInstances: listServiceInstances,
    ListServicePipelineOutputs: listServicePipelineOutputs,
    ListServicePipelineProvisionedResources: listServicePipelineProvisionedResources,
    ListServiceTemplateVersions: listServiceTemplateVersions,
    ListServiceTemplates: listServiceTemplates,
    ListServices: listServices,
    ListTagsForResource: listTagsForResource,
    NotifyResourceDeploymentStatusChange: notifyResourceDeploymentStatusChange,
    RejectEnvironmentAccountConnection: rejectEnvironmentAccountConnection,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateAccountSettings: updateAccountSettings,
    UpdateComponent: updateComponent,
    UpdateEnvironment: updateEnvironment,
    UpdateEnvironmentAccountConnection: updateEnvironmentAccountConnection,
    UpdateEnvironmentTemplate: updateEnvironmentTemplate,
    UpdateEnvironmentTemplateVersion: updateEnvironmentTemplateVersion,
    UpdateService: updateService,
    UpdateServiceInstance: updateServiceInstance,
    UpdateServicePipeline: updateServicePipeline,
    UpdateServiceSyncBlocker: updateServiceSyncBlocker,
    UpdateServiceSyncConfig: updateServiceSyncConfig,
    UpdateServiceTemplate: updateServiceTemplate,
    UpdateServiceTemplateVersion: updateServiceTemplateVersion,
    UpdateTemplateSyncConfig: updateTemplateSyncConfig,
  },
};
