import type { JsonObject } from '../../ports/json.ts';
import type { Key, Store, Write } from '../../ports/store.ts';
import { decoded } from '../wire/router.ts';

/** Which deployment is signalled by what a machine puts into an object. */
interface Link {
  deploymentId: string;
}

/** Where it is noted; `object` is `container/object`. */
const linkKey = (project: string, object: string): Key => ({
  partition: `heat-signal-objects#${project}`,
  sort: object,
});

const longestObject = 1024;

/**
 * The writes that let an object signal a deployment, where its config says that the machine puts its outputs there (TEMP_URL_SIGNAL, as clients of
 * Heat do it): Heat looks at the object whenever the deployment is shown, here the object tells the deployment.
 */
export async function signalObjectWrites(
  { id, project }: { id: string; project: string },
  { inputs }: { inputs: JsonObject[] },
  { store }: { store: Store },
): Promise<{ object: string; writes: Write[] } | undefined> {
  const valueOf = (name: string) => inputs.find((input) => input.name === name)?.value;
  const url = valueOf('deploy_signal_id');
  if (valueOf('deploy_signal_transport') !== 'TEMP_URL_SIGNAL' || typeof url !== 'string') return undefined;
  const object = objectIn(url, project);
  if (object === undefined) return undefined;
  const link: Link = { deploymentId: id };
  const before = await store.get(linkKey(project, object));
  return { object, writes: [{ put: { ...linkKey(project, object), value: link }, expect: before?.version ?? 0 }] };
}

/** `container/object` of a URL that leads into the project's account, undefined for any other. */
function objectIn(url: string, project: string): string | undefined {
  const [, account, object] = /^https?:\/\/[^/?#]+\/v1\/AUTH_([^/?#]+)\/([^/?#]+\/[^?#]+)/.exec(url) ?? [];
  const name = decoded(object ?? '');
  const isOurs = account !== undefined && decoded(account) === project;
  return isOurs && name && name.isWellFormed() && Buffer.byteLength(name) <= longestObject ? name : undefined;
}

/** The deployment that an object signals. */
export const signalledBy = async (store: Store, project: string, object: string): Promise<string | undefined> =>
  (await store.get<Link>(linkKey(project, object)))?.value.deploymentId;

/** The write that takes a link away, where it is this deployment's. */
export async function unlinkWrites(
  store: Store,
  { id, project, signalObject }: { id: string; project: string; signalObject?: string },
): Promise<Write[]> {
  if (signalObject === undefined) return [];
  const key = linkKey(project, signalObject);
  const stored = await store.get<Link>(key);
  return stored?.value.deploymentId === id ? [{ remove: key, expect: stored.version }] : [];
}
