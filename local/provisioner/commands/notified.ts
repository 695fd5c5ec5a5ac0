import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProvisionedOutput } from '../../../functions/ports/provisioner.ts';

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

/**
 * Outputs in any form that tools leave: Proton's list of key and valueString, a map, `terraform output -json` (values below `value`), or what
 * `cdk deploy --outputs-file` writes (a map of values for each stack).
 */
export function outputsIn(told: unknown): ProvisionedOutput[] {
  if (Array.isArray(told)) return told.flatMap(outputOf);
  if (typeof told !== 'object' || told === null) return [];
  return Object.entries(told).flatMap(([key, value]): ProvisionedOutput[] => {
    if (!isMap(value)) return [{ key, valueString: textOf(value) }];
    if (Object.hasOwn(value, 'value')) return [{ key, valueString: textOf(value['value']) }];
    return Object.entries(value).map(([name, one]) => ({ key: name, valueString: textOf(one) }));
  });
}

function outputOf(one: unknown): ProvisionedOutput[] {
  if (!isMap(one) || typeof one['key'] !== 'string') return [];
  return [{ key: one['key'], valueString: textOf(one['valueString']) }];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
