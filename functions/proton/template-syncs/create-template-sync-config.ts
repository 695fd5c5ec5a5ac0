import type { CreateTemplateSyncConfigInput, CreateTemplateSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { checkReadable, linkWrites, sameConfig } from '../repository-syncs/config.ts';
import { getTemplate } from '../templates/record.ts';
import { touched } from '../uses.ts';
import {
  getTemplateSync,
  givenTemplateSync,
  kindOf,
  syncedTemplateArn,
  templateSyncItem,
  templateSyncView,
} from './record.ts';

/**
 * Makes a branch of a linked repository the source of a template's versions: `TEMPLATE/v1/` there is a bundle of major 1. The same request again gives
 * the same config.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateTemplateSyncConfig.html
 */
export async function createTemplateSyncConfig(
  input: CreateTemplateSyncConfigInput,
  { store, sources }: Pick<Ports, 'store' | 'sources'>,
  caller: Caller,
): Promise<CreateTemplateSyncConfigOutput> {
  const config = givenTemplateSync(caller, input);
  const shown = templateSyncView(config);
  checkReadable(sources, config);
  const arn = syncedTemplateArn(config, config);
  const before = (await getTemplateSync(store, config, config))?.value;
  if (before) return { templateSyncConfig: sameConfig(templateSyncView(before), shown, arn) };
  const { account, region, templateName: name } = config;
  const template = await getTemplate(store, kindOf(config), { account, region, name });
  if (!template) throw invalid(`The template ${arn} does not exist: sync makes versions, no templates.`);
  const linked = await linkWrites(store, config, arn);
  await store.write([{ put: templateSyncItem(config), expect: 0 }, ...linked, touched(template)]);
  return { templateSyncConfig: shown };
}
