import type { CommandResult } from '../result.ts';
import type { Wire, WireRequest } from '../wire.ts';
import { type HeatConfig, inputOf } from './config.ts';
import { heatSignalRequest } from './heat-signal.ts';

const timeout = 30_000;
/** Worth another try: too early, too often, or a token that was renewed. */
const passing = new Set([401, 408, 425, 429]);

/** How a command ended, in the words of Heat's hooks: its declared outputs and the three that every deployment has. */
function detailsOf(config: HeatConfig, result: CommandResult): Record<string, string | number> {
  const { outputs = {}, stdout = '', stderr = '', reason, state } = result;
  const declared = (config.outputs ?? []).flatMap(({ name }) => {
    const text = outputs[`out.${name}`];
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    ...Object.fromEntries(declared),
    deploy_stdout: stdout,
    deploy_stderr: reason === undefined ? stderr : `${stderr}${reason}\n`,
    deploy_status_code: state === 'successful' ? 0 : result.exitCode || 1,
  };
}

/** As much as Heat takes, in bytes. Source: heat/common/config.py, max_json_body_size */
const longestBody = 1_048_576;

/** The details as they are sent: of what is too long together the longest texts lose their ends, for a deployment that is never signalled never ends. */
function bodyOf(details: Record<string, string | number>): string {
  const body = JSON.stringify(details);
  if (Buffer.byteLength(body) <= longestBody) return body;
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  const [name, value] = Object.entries(details).reduce((one, other) =>
    bytes(one[1]) >= bytes(other[1]) ? one : other,
  );
  const text = String(value);
  return bodyOf({ ...details, [name]: text.slice(0, text.length / 2) });
}

/** Signals a deployment's end the way it asks for; false where it asks for none, or nobody will ever take it. What this throws is worth another try. */
export async function signal(config: HeatConfig, result: CommandResult, wire: Wire): Promise<boolean> {
  const body = bodyOf(detailsOf(config, result));
  const request = await requestFor(config, body, wire);
  if (!request) return false;
  const { status } = await wire.send(request);
  if (status < 300) return true;
  if (status < 500 && !passing.has(status)) return false;
  throw new Error(`the signal was answered with ${status}`);
}

async function requestFor(config: HeatConfig, body: string, wire: Wire): Promise<WireRequest | undefined> {
  const transport = inputOf(config, 'deploy_signal_transport');
  if (transport === 'NO_SIGNAL') return undefined;
  if (transport === 'HEAT_SIGNAL') return heatSignalRequest(config, body, wire);
  const url = inputOf(config, 'deploy_signal_id');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
  const method = inputOf(config, 'deploy_signal_verb') === 'PUT' ? 'PUT' : 'POST';
  return { method, url, headers: { 'content-type': 'application/json' }, body, timeout };
}
