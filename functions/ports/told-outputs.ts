import type { ProvisionedOutput } from './provisioner.ts';
import { isMap } from './json.ts';

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

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
