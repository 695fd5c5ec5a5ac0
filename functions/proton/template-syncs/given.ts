import type { CreateTemplateSyncConfigInput } from '@aws-sdk/client-proton';
import { invalid } from '../errors.ts';
import type { TemplateSyncRecord } from './record.ts';

/** What a request says of a config. Throws ValidationException for a folder outside the repository. */
export function asGiven(input: CreateTemplateSyncConfigInput): Omit<TemplateSyncRecord, 'account' | 'region'> {
  const { templateName = '', templateType = 'ENVIRONMENT', repositoryName = '', branch = '', subdirectory } = input;
  if (subdirectory?.split('/').includes('..'))
    throw invalid(`subdirectory ${subdirectory} leads out of the repository.`);
  return {
    templateName,
    templateType,
    repositoryName,
    repositoryProvider: input.repositoryProvider ?? 'GITHUB',
    branch,
    ...(subdirectory !== undefined && { subdirectory }),
  };
}
