import type { JsonObject } from '../json.ts';
import type { ProvisionedFile, ProvisionedTarget, Provisioning } from '../provisioner.ts';
import { jsonText } from './json-text.ts';
import { variablesFile } from './variables.ts';

/** What a pull request does; paths are from the root of the repository. A body of undefined removes the file. */
export interface Change {
  branch: string;
  /** Of the pull request and its commit. */
  title: string;
  files: { path: string; body: string | undefined }[];
}

/** A repository on the branch that the pull request is for. */
export interface Tree {
  hasFolder(path: string): Promise<boolean>;
  /** The files directly in a folder, by name. */
  read(folder: string): Promise<Map<string, string>>;
}

const kinds: Record<ProvisionedTarget['type'], string> = {
  ENVIRONMENT: 'environment',
  SERVICE_INSTANCE: 'service_instance',
  SERVICE_PIPELINE: 'service_pipeline',
  COMPONENT: 'component',
};

const managed = (arn: string): string => `/*
This file is managed by AWS Proton. Any changes made directly to this file will be overwritten the next time AWS Proton performs an update.

To manage this resource, see AWS Proton Resource: ${arn}

If the resource is no longer accessible within AWS Proton, it may have been deleted and may require manual cleanup.
*/

`;
const anyManaged = /^\/\*\nThis file is managed by AWS Proton\.[^]*?\*\/\n\n/;
const noLongerManaged = `/*
This file is no longer managed by AWS Proton. The associated resource has been deleted in Proton.
*/

`;

const variablesOfTerraform = 'proton.auto.tfvars.json';
/** Says of which deployment the files beside it are. */
export const metadata = '.proton/deployment-metadata.json';

/** The branch of a piece of work's pull request, and so its name. */
export const branchOf = ({ target, id }: Provisioning): string => `proton--proton-${kinds[target.type]}-${id}`;

/** The pull request that makes a target, brings it up to date, or says that it is Proton's no more. */
export async function changeOf(work: Provisioning, tree: Tree): Promise<Change> {
  const { target, action } = work;
  const folder = await folderOf(target, tree);
  const there = await tree.read(folder);
  const files = action === 'delete' ? deletedFiles(work, there) : await writtenFiles(work, there);
  return {
    branch: branchOf(work),
    title: `Update requested for Proton - ${target.arn.split(':').slice(5).join(':')}`,
    files: files.map(({ path, body }) => ({ path: `${folder}/${path}`, body })),
  };
}

/** `environments/` is used where the repository has that folder. */
async function folderOf(
  { type, environment, service, instance, component }: ProvisionedTarget,
  tree: Tree,
): Promise<string> {
  if (type === 'SERVICE_PIPELINE') return `${service}/pipeline`;
  const root = (await tree.hasFolder('environments')) ? 'environments/' : '';
  const inside = type === 'ENVIRONMENT' ? '' : `/${type === 'COMPONENT' ? component : `${service}-${instance}`}`;
  return `${root}${environment}${inside}`;
}

/** Files of the bundle that came before and come no more are removed; what others put there stays. */
async function writtenFiles(work: Provisioning, there: Map<string, string>): Promise<Change['files']> {
  const { target, id, tags, inputs } = work;
  const terraform = (await work.files()).filter(({ path }) => path.endsWith('.tf'));
  const declared = variablesFile(target.type);
  const named: [string, string][] = [
    ...terraform.map(({ path, body }: ProvisionedFile): [string, string] => [path, Buffer.from(body).toString()]),
    [declared.name, declared.text],
  ];
  const names = new Set(named.map(([name]) => name));
  const gone = [...there].filter(([name, body]) => anyManaged.test(body) && !names.has(name)).map(([name]) => name);
  const has = Object.keys(tags).length > 0;
  const values = { ...inputs, ...(has && { proton_tags: tags }), '//': target.arn };
  return [
    ...named.map(([path, text]) => ({ path, body: managed(target.arn) + text })),
    ...gone.map((path) => ({ path, body: undefined })),
    { path: variablesOfTerraform, body: jsonText(values) },
    { path: metadata, body: metadataText(target, id, false) },
  ];
}

const deletedFiles = ({ target }: Provisioning, there: Map<string, string>): Change['files'] => [
  ...[...there]
    .filter(([, body]) => anyManaged.test(body))
    .map(([path, body]) => ({ path, body: body.replace(anyManaged, () => noLongerManaged) })),
  { path: metadata, body: metadataText(target, '<proton-resource-deleted>', true) },
];

function metadataText(target: ProvisionedTarget, deploymentId: string, isResourceDeleted: boolean): string {
  const { arn, templateArn, templateMajorVersion, templateMinorVersion, environmentArn, type } = target;
  const about: Record<string, string | undefined> =
    type === 'COMPONENT'
      ? { arn, environmentArn }
      : { arn, templateArn, templateMajorVersion, templateMinorVersion, environmentArn };
  const given = Object.entries(about).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const name = type === 'COMPONENT' ? 'componentMetadata' : 'resourceMetadata';
  const value: JsonObject = { deploymentId, isResourceDeleted, [name]: Object.fromEntries(given) };
  return jsonText(value);
}
