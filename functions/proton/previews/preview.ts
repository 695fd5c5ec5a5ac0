import { jsonText } from '../../ports/pull-request/json-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { type Deployable, getDeployment, type Goal } from '../deployments/record.ts';
import { invalid } from '../errors.ts';
import { contextOf } from '../rendering/context.ts';
import { keptRendered } from '../rendering/kept.ts';
import { partOf, render, RenderFailure, type Rendered } from '../rendering/render.ts';
import type { Engine } from '../template-versions/record.ts';
import type { VersionUpdate } from '../template-versions/choose-version.ts';
import type { Preview, PreviewFile } from './answer.ts';
import { resourceChanges } from './resource-changes.ts';

/** What a preview is asked for: another spec, or another version of the template, or both. */
export interface PreviewRequest {
  spec?: string;
  templateMajorVersion?: string;
  templateMinorVersion?: string;
}

type Needs = Pick<Ports, 'store' | 'objects'>;

/** The update that a preview is of. */
export function updateOf(
  { templateMajorVersion: major, templateMinorVersion: minor, spec }: PreviewRequest,
  now: Goal,
) {
  const isMajor = major !== undefined && Number(major) > now.major;
  const isOther = major !== undefined || minor !== undefined;
  const deploymentType: VersionUpdate['deploymentType'] = isMajor
    ? 'MAJOR_VERSION'
    : isOther
      ? 'MINOR_VERSION'
      : 'CURRENT_VERSION';
  return { deploymentType, templateMajorVersion: major, templateMinorVersion: minor, spec };
}

/** Renders what a deployment would be made of, beside what was deployed last; nothing is written. Throws ValidationException where it cannot be rendered. */
export async function preview(
  resource: Deployable,
  { goal, spec }: { goal: Goal; spec: string },
  ports: Needs,
): Promise<Preview> {
  const context = await contextOf(resource, goal, { ...ports, spec });
  const after = await render(resource, goal, { ...ports, context }).catch((error: unknown) => {
    throw error instanceof RenderFailure ? invalid(error.message) : error;
  });
  const olds = await textsBefore(resource, ports);
  const news = await textsOf(resource, { goal, rendered: after }, ports);
  const paths = [...new Set([...news.keys(), ...olds.keys()])];
  const Files = paths.map((path) => fileOf(path, olds.get(path), news.get(path)));
  return { Files, Resources: resourceChanges(Files) };
}

const fileOf = (Path: string, Before?: string, After?: string): PreviewFile => ({
  Path,
  ...(Before !== undefined && { Before }),
  ...(After !== undefined && { After }),
});

async function textsBefore(resource: Deployable, ports: Needs): Promise<Map<string, string>> {
  const { provisionedBy: id = '' } = resource;
  const rendered = await keptRendered(ports, id);
  const goal = (await getDeployment(ports.store, id))?.value.goal;
  return rendered && goal ? textsOf(resource, { goal, rendered }, ports) : new Map();
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
/** What the variables stand in for those who do not render. */
const variables: Partial<Record<Engine, string>> = {
  codebuild: 'proton-inputs.json',
  terraform: 'proton.auto.tfvars.json',
};

/** The texts that a deployment is made of: rendered files, Terraform's files, commands and variables. */
async function textsOf(
  resource: Deployable,
  { goal, rendered: { files, manifest, inputs } }: { goal: Goal; rendered: Rendered },
  ports: Needs,
): Promise<Map<string, string>> {
  const texts = new Map(Object.entries(files));
  const others = goal.engine === 'terraform' ? (await partOf(resource, goal, ports)).files : [];
  for (const [path, body] of others) if (path.endsWith('.tf')) texts.set(path, body.toString());
  if (manifest) texts.set('manifest.json', json(manifest));
  const name = variables[goal.engine];
  if (name !== undefined) texts.set(name, goal.engine === 'terraform' ? `${jsonText(inputs)}\n` : json(inputs));
  return texts;
}
