import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import { isTruthy, textOf } from '../python.ts';

/** How a signal ends a deployment. */
export interface Outcome {
  status: 'COMPLETE' | 'FAILED';
  reason: string;
  outputValues: JsonObject;
}

const standard = ['deploy_stdout', 'deploy_stderr', 'deploy_status_code'];

/**
 * What the outputs that a machine reports mean: `declared` are the config's outputs, `before` the values there were. Source:
 * heat/engine/service_software_config.py, signal_software_deployment
 */
export function outcomeOf(details: JsonObject, declared: JsonObject[], before: Json): Outcome {
  const values = new Map(Object.entries(isMap(before) ? before : {}));
  const reasons: string[] = [];
  const code = Object.hasOwn(details, 'deploy_status_code') ? details.deploy_status_code : null;
  if (isTruthy(code) && textOf(code) !== '0')
    reasons.push(`deploy_status_code : Deployment exited with non-zero status code: ${textOf(code)}`);
  for (const output of declared) {
    const name = textOf(output.name);
    if (!Object.hasOwn(details, name)) continue;
    values.set(name, details[name] ?? null);
    if (output.error_output === true) reasons.push(`${name} : ${textOf(details[name])}`);
  }
  for (const name of standard) values.set(name, Object.hasOwn(details, name) ? (details[name] ?? null) : null);
  return {
    status: reasons.length > 0 ? 'FAILED' : 'COMPLETE',
    reason: reasons.length > 0 ? reasons.join(', ') : 'Outputs received',
    outputValues: Object.fromEntries(values),
  };
}
