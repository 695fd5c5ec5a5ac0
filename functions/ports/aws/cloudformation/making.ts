import type { JsonObject } from '../../json.ts';
import type { Objects } from '../../objects.ts';
import type { Provisioning } from '../../provisioner.ts';
import { ownerTag } from './found-stack.ts';
import type { Ask } from './stack.ts';
import { templateOf } from './template.ts';

/** A piece of work and what it is done with. */
export interface Making {
  work: Provisioning;
  ask: Ask;
  objects: Objects;
  adopts: boolean;
}

/** The token of one of work's calls: CloudFormation does what it stands for once, and shows it in the events of what it did. */
export const tokenOf = ({ id }: Provisioning, what: string): string => `${id}-${what}`;

const capabilities = ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

/** What CreateStack and CreateChangeSet both take, and whether a template was laid aside for it. Throws WorkRefused. */
export async function stackInput({ work, objects }: Making): Promise<{ input: JsonObject; isStored: boolean }> {
  const template = await templateOf(work, objects);
  const Tags = Object.entries({ ...work.tags, [ownerTag]: work.target.id }).map(([Key, Value]) => ({ Key, Value }));
  return { input: { ...template, Capabilities: capabilities, Tags }, isStored: template.TemplateURL !== undefined };
}
