import { type Endpoint, reach } from '../client.ts';
import { ApiError } from '../../functions/api/error.ts';
import { CommandFailure } from '../command.ts';
import { harmless } from '../harmless.ts';
import { isLoopbackUrl } from '../loopback.ts';

/** A software deployment as OpenStack Heat shows it. */
export interface SoftwareDeployment {
  id: string;
  server_id: string;
  config_id: string | null;
  action: string;
  status: string;
  status_reason: string;
  creation_time: string;
  updated_time?: string;
  output_values: Record<string, unknown> | null;
}

/** Heat's software deployments, with the same keys by HTTP's basic authentication, which it takes where clients know only URLs. */
export function heatAt({ url, keys }: Endpoint, project: string) {
  if (!url.startsWith('https:') && !isLoopbackUrl(url))
    throw new CommandFailure(`${url} has no TLS, and Heat would be told your secret key: name an https address`);
  const basic = Buffer.from(`${keys.accessKeyId}:${keys.secretAccessKey}`).toString('base64');
  return async <Answer>(path: string): Promise<Answer> => {
    const at = `${url.replace(/\/+$/, '')}/v1/${encodeURIComponent(project)}${path}`;
    const answer = await reach(url, () =>
      fetch(at, { headers: { authorization: `Basic ${basic}` }, signal: AbortSignal.timeout(30_000) }),
    );
    const body = (await reach(url, () => answer.json())) as Answer & { error?: { type?: string; message?: string } };
    if (answer.ok) return body;
    throw new ApiError(
      harmless(body.error?.type ?? 'HeatError'),
      harmless(body.error?.message ?? `HTTP status ${answer.status}`),
      answer.status,
    );
  };
}
