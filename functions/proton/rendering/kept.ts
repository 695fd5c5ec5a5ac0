import type { Ports } from '../../ports/ports.ts';
import type { Rendered } from './render.ts';

const bucket = '.proton';
const keyOf = (deploymentId: string): string => `deployments/${deploymentId}/rendered.json`;

/** Keeps what was rendered for a deployment. */
export async function keepRendered(
  { objects }: Pick<Ports, 'objects'>,
  deploymentId: string,
  rendered: Rendered,
): Promise<void> {
  await objects.put(bucket, keyOf(deploymentId), Buffer.from(JSON.stringify(rendered)));
}

/** What was rendered for a deployment; undefined where nothing was. */
export async function keptRendered(
  { objects }: Pick<Ports, 'objects'>,
  deploymentId: string,
): Promise<Rendered | undefined> {
  const found = await objects.get(bucket, keyOf(deploymentId));
  return found && (JSON.parse(Buffer.from(found.body).toString()) as Rendered);
}

/** Forgets what was rendered for a deployment. */
export const removeRendered = ({ objects }: Pick<Ports, 'objects'>, deploymentId: string): Promise<void> =>
  objects.remove(bucket, keyOf(deploymentId));
