import type { StartAutomationExecutionRequest, Target } from '@aws-sdk/client-ssm';
import type { Runbook } from '../documents/runbook.ts';
import { invalidAutomationExecutionParameters, invalidTarget } from '../errors.ts';
import { startParameters } from '../expressions/parameters.ts';
import type { PlannedTarget } from './record.ts';
import { resourceId } from './resource-types.ts';
import { allInstances, mostTargets, resourcesOf, type Seeker } from './resources.ts';

/** The keys whose values are the targets themselves; `*` is every instance where they are instances. */
const listed = ['ParameterValues', 'InstanceIds', 'AWS::EC2::Instance'];

/** Whether a target's values are a tag's, or the name of a resource group. */
export const isSought = (key: string): boolean => key === 'ResourceGroup' || key.startsWith('tag:');

/**
 * Refuses targets of a key that Automation does not know, and more than one tag or resource group.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-map-targets.html
 */
export function checkTargets(targets: Target[]): void {
  const unknown = targets.find(({ Key: key = '' }) => !listed.includes(key) && !isSought(key));
  if (unknown)
    throw invalidAutomationExecutionParameters(
      `Target key can have only following values : ${listed.join(', ')}, ResourceGroup, tag:<key>. Provided: ${unknown.Key ?? ''}`,
    );
  const sought = targets.filter(({ Key: key = '' }) => isSought(key));
  if (sought.length > 1)
    throw invalidAutomationExecutionParameters('Only one resource group or tag can be specified at a time');
  const empty = targets.find(({ Key: key = '', Values: values = [] }) => !key.startsWith('tag:') && !values.length);
  if (empty) throw invalidTarget(`Target ${empty.Key ?? ''} has no values.`);
  if (targets.some(({ Key: key, Values: values = [] }) => key === 'ResourceGroup' && values.length > 1))
    throw invalidAutomationExecutionParameters('Only one resource group or tag can be specified at a time');
}

type Request = Pick<StartAutomationExecutionRequest, 'Targets' | 'TargetMaps' | 'TargetParameterName'>;

/** What a runbook is to run for, in the order asked: each value of Targets once, each map of TargetMaps. Throws InvalidTarget. */
export async function targetsOf(request: Request, runbook: Runbook, seeker: Seeker): Promise<PlannedTarget[]> {
  const { TargetParameterName: parameter = '', TargetMaps: maps, Targets: targets = [] } = request;
  if (maps?.length) return maps.map((map) => mapped(map, parameter, runbook));
  const isArn = /IAM::Role::Arn/.test(runbook.parameters[parameter]?.type ?? '');
  const names = new Set<string>();
  for (const target of targets)
    for (const name of await valuesOf(target, seeker))
      names.add(isSought(target.Key ?? '') && !isArn ? resourceId(name) : name);
  if (names.size > mostTargets)
    throw invalidTarget(`There are ${names.size} targets, at most ${mostTargets} are allowed.`);
  const given = [...names].map((name) => ({ name, inputs: { [parameter]: [name] } }));
  // What was found is checked when it is started: one resource that does not fit must not keep the others from running.
  if (targets.every(({ Key: key = '' }) => !isSought(key)))
    for (const { inputs } of given) checkInputs(runbook, inputs);
  return given;
}

async function valuesOf(target: Target, seeker: Seeker): Promise<string[]> {
  const { Key: key = '', Values: values = [] } = target;
  if (isSought(key)) return resourcesOf(target, seeker);
  return key !== 'ParameterValues' && values.includes('*') ? allInstances(seeker) : values;
}

function mapped(map: Record<string, string[]>, parameter: string, runbook: Runbook): PlannedTarget {
  checkInputs(runbook, map);
  const [first = ''] = Object.keys(map);
  const naming = map[parameter] ?? map[first] ?? [];
  return { name: naming.join(','), inputs: { ...map } };
}

function checkInputs({ parameters }: Runbook, inputs: Record<string, string[]>): void {
  const declared = Object.entries(parameters).filter(([name]) => Object.hasOwn(inputs, name));
  startParameters(Object.fromEntries(declared), inputs);
}
