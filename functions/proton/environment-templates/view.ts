import type { EnvironmentTemplate } from '@aws-sdk/client-proton';
import { templateArn, type TemplateRecord } from '../templates/record.ts';

/** An environment template as the API shows it; in listings without the key. */
export const environmentTemplate = (template: TemplateRecord): EnvironmentTemplate => ({
  name: template.name,
  arn: templateArn('environment', template, template.name),
  createdAt: new Date(template.createdAt),
  lastModifiedAt: new Date(template.lastModifiedAt),
  displayName: template.displayName,
  description: template.description,
  encryptionKey: template.encryptionKey,
  provisioning: template.provisioning,
  recommendedVersion: template.recommendedVersion,
});
