import type { ServiceTemplate } from '@aws-sdk/client-proton';
import { templateArn, type TemplateRecord } from '../templates/record.ts';

/** A service template as the API shows it; in listings without the key. */
export const serviceTemplate = (template: TemplateRecord): ServiceTemplate => ({
  name: template.name,
  arn: templateArn('service', template, template.name),
  createdAt: new Date(template.createdAt),
  lastModifiedAt: new Date(template.lastModifiedAt),
  displayName: template.displayName,
  description: template.description,
  encryptionKey: template.encryptionKey,
  pipelineProvisioning: template.provisioning,
  recommendedVersion: template.recommendedVersion,
});
