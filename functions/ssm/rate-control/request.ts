import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { readValue } from '../../api/shapes/read-value.ts';
import { shapeNode } from '../../api/shapes/shape-node.ts';
import type { Json, JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';
import { contract } from '../contract.ts';
import type { Runbook } from '../documents/runbook.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';

/** What a start says about many targets. */
export type RateControlRequest = Pick<
  StartAutomationExecutionRequest,
  | 'Targets'
  | 'TargetParameterName'
  | 'TargetMaps'
  | 'TargetLocations'
  | 'TargetLocationsURL'
  | 'MaxConcurrency'
  | 'MaxErrors'
>;

const kinds = ['Targets', 'TargetMaps', 'TargetLocations', 'TargetLocationsURL'] as const;

const isGiven = (request: RateControlRequest, kind: (typeof kinds)[number]): boolean => Boolean(request[kind]?.length);

/** Whether a start asks for one execution per target; empty lists ask for nothing. */
export const isRateControlled = (request: RateControlRequest): boolean => kinds.some((kind) => isGiven(request, kind));

/**
 * Refuses what cannot be asked for together.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export function checkTargeting(request: StartAutomationExecutionRequest): void {
  const { TargetParameterName: parameter, Mode: mode } = request;
  const [targets, maps, locations, url] = kinds.map((kind) => isGiven(request, kind));
  if (mode === 'Interactive' && isRateControlled(request))
    throw invalidAutomationExecutionParameters('Mode Interactive cannot be used with targets.');
  if (targets && maps) throw invalidAutomationExecutionParameters('Targets and TargetMaps cannot both be specified.');
  if (locations && url)
    throw invalidAutomationExecutionParameters('TargetLocations and TargetLocationsURL cannot both be specified.');
  if (targets && parameter === undefined)
    throw invalidAutomationExecutionParameters('TargetParameterName is required when Targets are specified.');
  if (parameter !== undefined && !isRateControlled(request))
    throw invalidAutomationExecutionParameters('Targets are required when TargetParameterName is specified.');
  if (request.TargetMaps?.some((map) => Object.keys(map).length === 0))
    throw invalidAutomationExecutionParameters('A map of TargetMaps names no parameter.');
}

/** The parameters that targets fill in: the caller gives the others. Case counts. */
export function parametersFromTargets({
  TargetParameterName: parameter,
  TargetMaps: maps,
}: RateControlRequest): string[] {
  const names = new Set((maps ?? []).flatMap((map) => Object.keys(map)));
  if (parameter !== undefined) names.add(parameter);
  return [...names];
}

/** The runbook without the parameters that targets fill in. Throws where it has none of the name. */
export function withoutParameters(runbook: Runbook, names: string[]): Runbook {
  const unknown = names.find((name) => !Object.hasOwn(runbook.parameters, name));
  if (unknown !== undefined)
    throw invalidAutomationExecutionParameters(`Target parameter name ${unknown} is not a parameter of the document.`);
  const others = Object.entries(runbook.parameters).filter(([name]) => !names.includes(name));
  return { ...runbook, parameters: Object.fromEntries(others) };
}

/** A value from elsewhere than the wire, such as a runbook or a file, read as the contract's shape; or in words what is wrong with it. */
export function readShape(name: string, value: unknown): { value: unknown } | { wrong: string } {
  const failures: string[] = [];
  try {
    const read = readValue(shapeNode(contract, name), value, failures);
    return failures.length ? { wrong: failures.join('; ') } : { value: read };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

const members = {
  Targets: 'Targets',
  TargetParameterName: 'AutomationParameterKey',
  TargetMaps: 'TargetMaps',
  TargetLocations: 'TargetLocations',
  MaxConcurrency: 'MaxConcurrency',
  MaxErrors: 'MaxErrors',
};

/** What the inputs of an aws:executeAutomation step say about targets, by the rules of the API. Throws where they break them. */
export function targetingIn(inputs: JsonObject): RateControlRequest {
  const given = Object.entries(members).filter(([name]) => !isAbsent(inputs[name]));
  const read = given.map(([name, shape]) => {
    const result = readShape(shape, asText(inputs[name]));
    if ('wrong' in result) throw invalidAutomationExecutionParameters(`${name}: ${result.wrong}`);
    return [name, result.value] as const;
  });
  return Object.fromEntries(read);
}

// An optional input is often a parameter with the default ''.
const isAbsent = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

/** Limits may be written as numbers; nothing here is one on the wire. */
function asText(value: Json | undefined): Json | undefined {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((item) => asText(item) ?? null);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asText(member) ?? null]));
}
