import type { Service } from '../api/service.ts';
import { contract } from './contract.ts';
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
    CancelEnvironmentDeployment: cancelEnvironmentDeployment,
    CreateEnvironment: createEnvironment,
    CreateEnvironmentTemplate: createEnvironmentTemplate,
    CreateEnvironmentTemplateVersion: createEnvironmentTemplateVersion,
    CreateServiceTemplate: createServiceTemplate,
    CreateServiceTemplateVersion: createServiceTemplateVersion,
    DeleteEnvironment: deleteEnvironment,
    DeleteEnvironmentTemplate: deleteEnvironmentTemplate,
    DeleteEnvironmentTemplateVersion: deleteEnvironmentTemplateVersion,
    DeleteServiceTemplate: deleteServiceTemplate,
    DeleteServiceTemplateVersion: deleteServiceTemplateVersion,
    GetEnvironment: getEnvironment,
    GetEnvironmentTemplate: getEnvironmentTemplate,
    GetEnvironmentTemplateVersion: getEnvironmentTemplateVersion,
    GetServiceTemplate: getServiceTemplate,
    GetServiceTemplateVersion: getServiceTemplateVersion,
    ListEnvironmentOutputs: listEnvironmentOutputs,
    ListEnvironmentProvisionedResources: listEnvironmentProvisionedResources,
    ListEnvironmentTemplateVersions: listEnvironmentTemplateVersions,
    ListEnvironmentTemplates: listEnvironmentTemplates,
    ListEnvironments: listEnvironments,
    ListServiceTemplateVersions: listServiceTemplateVersions,
    ListServiceTemplates: listServiceTemplates,
    ListTagsForResource: listTagsForResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateEnvironment: updateEnvironment,
    UpdateEnvironmentTemplate: updateEnvironmentTemplate,
    UpdateEnvironmentTemplateVersion: updateEnvironmentTemplateVersion,
    UpdateServiceTemplate: updateServiceTemplate,
    UpdateServiceTemplateVersion: updateServiceTemplateVersion,
  },
};
