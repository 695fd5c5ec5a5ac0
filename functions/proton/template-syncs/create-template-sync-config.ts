import type { CreateTemplateSyncConfigInput, CreateTemplateSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { conflict, invalid } from '../errors.ts';
import { getRepository, repositoryArn, repositoryKey } from '../repositories/record.ts';
import { getTemplate, templateArn } from '../templates/record.ts';
import { touched, use } from '../uses.ts';
import { getTemplateSync, kindOf, templateSyncItem, type TemplateSyncRecord, templateSyncView } from './record.ts';
import { asGiven } from './given.ts';

/**
 * Makes a branch of a linked repository the source of a template's versions: `TEMPLATE/v1/` there is a bundle of major 1. The same request again gives
 * the same config.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateTemplateSyncConfig.html
 */
export async function createTemplateSyncConfig(
  input: CreateTemplateSyncConfigInput,
  { store, sources }: Pick<Ports, 'store' | 'sources'>,
  { account, region }: Caller,
): Promise<CreateTemplateSyncConfigOutput> {
  if (!sources) throw invalid('This server cannot read Git repositories: create versions from bundles in S3.');
  const place = { account, region };
  const { templateName = '' } = input;
  const config: TemplateSyncRecord = { ...place, ...asGiven(input) };
  const before = (await getTemplateSync(store, place, input))?.value;
  const arn = templateArn(kindOf(input), place, templateName);
  const isSame = before && JSON.stringify(templateSyncView(before)) === JSON.stringify(templateSyncView(config));
  if (before && !isSame) throw conflict(`${arn} has a template sync config already. Call UpdateTemplateSyncConfig.`);
  if (before) return { templateSyncConfig: templateSyncView(before) };
  const template = await getTemplate(store, kindOf(input), { ...place, name: templateName });
  if (!template) throw invalid(`The template ${arn} does not exist: sync makes versions, no templates.`);
  const repository = { name: input.repositoryName, provider: input.repositoryProvider };
  const linked = await getRepository(store, place, repository);
  if (!linked)
    throw invalid(`The repository ${repositoryArn(place, repository)} is not linked. Call CreateRepository.`);
  await store.write([
    { put: templateSyncItem(config), expect: 0 },
    use(repositoryKey(place, repository), arn),
    touched(linked),
    touched(template),
  ]);
  return { templateSyncConfig: templateSyncView(config) };
}
