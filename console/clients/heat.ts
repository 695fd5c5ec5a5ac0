import { type Keys, keysNow, me } from '../session.ts';

/** A software deployment as Heat shows it. */
export interface SoftwareDeployment {
  id: string;
  server_id: string;
  config_id: string;
  action: string;
  status: string;
  status_reason: string | null;
  input_values: Record<string, unknown> | null;
  output_values: Record<string, unknown> | null;
  creation_time: string;
  updated_time: string | null;
}

interface Token {
  keys: Keys;
  text: string;
  expires: number;
}

let token: Token | undefined;

/** A token of the session's key for the account's project, good for an hour. */
async function tokenNow(): Promise<string> {
  const keys = keysNow();
  if (token && token.keys === keys && Date.now() < token.expires) return token.text;
  const project = { name: me.peek()?.account ?? '', domain: { id: 'default' } };
  const user = { name: keys.accessKeyId, domain: { id: 'default' }, password: keys.secretAccessKey };
  const auth = { identity: { methods: ['password'], password: { user } }, scope: { project } };
  const answer = await fetch('/identity/v3/auth/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth }),
  });
  const text = answer.headers.get('x-subject-token');
  if (!answer.ok || !text) throw new Error(await reasonOf(answer));
  token = { keys, text, expires: Date.now() + 50 * 60_000 };
  return text;
}

async function reasonOf(answer: Response): Promise<string> {
  if (answer.status === 401 || answer.status === 403) return 'Your policies give you no role in Heat’s project.';
  const { error } = (await answer.json().catch(() => ({}))) as { error?: { message?: string } };
  return error?.message ?? `Heat answered ${answer.status}`;
}

async function get<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(`/v1/${me.peek()?.account ?? ''}${path}`, {
    headers: { 'x-auth-token': await tokenNow() },
  });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  return (await answer.json()) as Answer;
}

/** All deployments of the project, oldest first. */
export const listSoftwareDeployments = async (): Promise<SoftwareDeployment[]> =>
  (await get<{ software_deployments: SoftwareDeployment[] }>('/software_deployments')).software_deployments;

/** One of them. */
export const showSoftwareDeployment = async (id: string): Promise<SoftwareDeployment> =>
  (await get<{ software_deployment: SoftwareDeployment }>(`/software_deployments/${encodeURIComponent(id)}`))
    .software_deployment;
