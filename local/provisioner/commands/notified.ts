import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProvisionedOutput } from '../../../functions/ports/provisioner.ts';
import { outputsIn } from '../../../functions/ports/told-outputs.ts';

/** What commands told of themselves by `aws proton notify-resource-deployment-status-change`, and by the files they left. */
export interface Told {
  outputs: ProvisionedOutput[];
  message?: string;
}

interface Notice {
  outputs?: unknown;
  statusMessage?: string;
}

/** The last that was told; without a call that tells outputs, those of `proton-outputs.json` in the work folder. */
export async function toldIn(folder: string): Promise<Told> {
  const notices = await readNotices(join(folder, 'notices'));
  const outputs = notices.map((one) => outputsIn(one.outputs)).findLast((some) => some.length > 0);
  const message = notices.findLast((one) => one.statusMessage)?.statusMessage;
  return { outputs: outputs ?? (await readOutputs(folder)), ...(message !== undefined && { message }) };
}

async function readNotices(folder: string): Promise<Notice[]> {
  const names = await readdir(folder).catch(() => []);
  const complete = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(complete.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Notice));
}

async function readOutputs(folder: string): Promise<ProvisionedOutput[]> {
  const text = await readFile(join(folder, 'work/proton-outputs.json'), 'utf8').catch(() => '');
  try {
    return text === '' ? [] : outputsIn(JSON.parse(text));
  } catch {
    return [];
  }
}
