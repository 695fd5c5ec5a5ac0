import { join } from 'node:path';
import { textOf } from '../../local/credentials-file.ts';
import { exportsIn } from '../../local/data-folder.ts';
import type { Started } from './server.ts';

/** A deployment of Heat that has told its outputs, as a machine does. */
export async function machine({ data, url }: Started, stdout: string, server = 'web-1'): Promise<string> {
  const { OS_ENDPOINT: endpoint = url, OS_TOKEN: token = '' } = exportsIn(textOf(join(data, 'env')));
  const send = async (method: string, path: string, body: object): Promise<Record<string, Record<string, string>>> => {
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
    const answer = await fetch(`${endpoint}${path}`, { method, headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, Record<string, string>>;
  };
  const { software_config: config } = await send('POST', '/software_configs', {
    name: 'hello',
    group: 'script',
    config: '#!/bin/sh\necho hello',
  });
  const { software_deployment: deployment } = await send('POST', '/software_deployments', {
    config_id: config?.['id'],
    server_id: server,
    status: 'IN_PROGRESS',
    action: 'CREATE',
  });
  const id = deployment?.['id'] ?? '';
  await send('PUT', `/software_deployments/${id}`, {
    status: 'COMPLETE',
    output_values: { deploy_stdout: stdout, deploy_stderr: '', deploy_status_code: 0, release: '1.4.2' },
  });
  return id;
}
