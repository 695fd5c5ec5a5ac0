import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import type { ConfigContent } from '../software-configs/record.ts';
import { isTruthy, textOf } from '../python.ts';

/** What a derived config is made from. */
export interface Derivation {
  source: { group: Json; content: ConfigContent } | undefined;
  inputValues: Json;
  server: string;
  action: Json;
  transport: string;
  /** The inputs that say how to signal, with their values. */
  signal: Record<string, string>;
}

const descriptions: Record<string, string> = {
  deploy_server_id: 'ID of the server being deployed to',
  deploy_action: 'Name of the current action being deployed',
  deploy_signal_transport: 'How the server should signal to heat with the deployment output values.',
  deploy_signal_id: 'ID of signal to use for signaling output values',
  deploy_signal_verb: 'HTTP verb to use for signaling output values',
};

/**
 * The config that a machine gets for a deployment: the source's, with the inputs' values in it and those that tell the agent what to do when it is
 * done. Source: heatclient/common/deployment_utils.py, heat/engine/resources/openstack/heat/software_deployment.py
 */
export function derivedConfig(derivation: Derivation): { group: Json; content: ConfigContent } {
  const { source, inputValues, server, action, transport, signal } = derivation;
  const given = new Map(Object.entries(isMap(inputValues) ? inputValues : {}));
  const declared = (source?.content.inputs ?? []).map((input): JsonObject => {
    const name = textOf(input.name);
    const value = given.has(name) ? (given.get(name) ?? null) : (input.default ?? null);
    given.delete(name);
    return { ...input, value };
  });
  const undeclared = [...given].map(([name, value]) => ({ name, type: 'String', value }));
  const deploy = { deploy_server_id: server, deploy_action: action, deploy_signal_transport: transport, ...signal };
  const ours = Object.entries(deploy).map(([name, value]) => ({
    name,
    ...(descriptions[name] && { description: descriptions[name] }),
    type: 'String',
    value,
  }));
  return {
    group: isTruthy(source?.group) ? (source?.group ?? null) : 'Heat::Ungrouped',
    content: {
      config: isTruthy(source?.content.config) ? (source?.content.config ?? null) : '',
      inputs: [...declared, ...undeclared, ...ours],
      outputs: source?.content.outputs ?? [],
      options: isTruthy(source?.content.options) ? (source?.content.options ?? null) : {},
    },
  };
}
