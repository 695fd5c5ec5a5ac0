import { isMap, type JsonObject } from './json.ts';

/** More than any id of AWS has. */
const longest = 200;

/** What names a thing of AWS for who waits for it: its service as events name it, and the last part of its ARN or id. */
export const watchOf = (service: string, id: string): string => `${service}#${partsOf(id).at(-1) ?? ''}`;

const partsOf = (id: string): string[] => id.slice(-longest).split(/[:/]/);

/** Where the inputs of a question about a resource name it, by service. */
const named: Record<string, string[]> = {
  cloudformation: ['StackName'],
  codebuild: ['ids', 'Ids'],
  ec2: ['InstanceIds', 'ImageIds'],
  ecs: ['services', 'tasks', 'Services', 'Tasks'],
  ssm: ['CommandId'],
  states: ['executionArn'],
};

/** What a question about a resource is about, where events tell of that. */
export function askedFor({ Service, ...inputs }: JsonObject): string | undefined {
  const service = Service === 'stepfunctions' ? 'states' : typeof Service === 'string' ? Service.toLowerCase() : '';
  const name = (named[service] ?? []).find((one) => inputs[one] !== undefined);
  const id = [inputs[name ?? '']].flat()[0];
  return typeof id === 'string' && id !== '' ? watchOf(service, id) : undefined;
}

/** Where the details of events name what they are about. */
const told = ['stack-id', 'command-id', 'build-id', 'instance-id', 'executionArn', 'taskArn', 'ImageId'];

/** What an event of AWS is about, in every way somebody may wait for it: things are called by their names and by their ids. */
export function watchesOf({ source, resources, detail }: JsonObject): string[] {
  if (typeof source !== 'string' || !source.startsWith('aws.')) return [];
  const fields = isMap(detail) ? told.map((name) => detail[name]) : [];
  const ids = [...(Array.isArray(resources) ? resources : []), ...fields].filter((id) => typeof id === 'string');
  const parts = ids.slice(0, 20).flatMap((id) => partsOf(id).slice(-2));
  return [...new Set(parts.filter(Boolean).map((part) => `${source.slice('aws.'.length, longest)}#${part}`))];
}
