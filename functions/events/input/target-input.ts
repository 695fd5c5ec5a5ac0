import type { Target } from '@aws-sdk/client-eventbridge';
import { fromJson, type Json, type JsonObject } from '../../ports/json.ts';
import { isPath, valueAt } from './json-path.ts';
import { filled, variablesOf } from './template.ts';

/** What a target's input can be made of, as the contract has checked it. */
export type InputSource = Pick<Target, 'Input' | 'InputPath' | 'InputTransformer'>;

/** Where an event came in: for the variables that EventBridge has of its own. `ingested` is epoch milliseconds. */
export interface Arrival {
  event: JsonObject;
  ruleArn: string;
  ruleName: string;
  ingested: number;
}

/** An input that cannot be made of an event. */
export class InvalidInput extends Error {
  override name = 'InvalidInput';
}

const own: Record<string, (arrival: Arrival) => Json> = {
  'aws.events.rule-arn': ({ ruleArn }) => ruleArn,
  'aws.events.rule-name': ({ ruleName }) => ruleName,
  'aws.events.event.ingestion-time': ({ ingested }) => new Date(ingested).toISOString(),
  'aws.events.event': ({ event }) => withoutDetail(event),
  'aws.events.event.json': ({ event }) => event,
};

/** EventBridge calls the field otherwise here. */
const withoutDetail = (event: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(event)
      .filter(([name]) => name !== 'detail')
      .map(([name, value]) => [name === 'detail-type' ? 'detailType' : name, value]),
  );

/** What is wrong with a target's input, in EventBridge's words where they are known; undefined where nothing is. */
export function inputProblem(id: string, { Input, InputPath, InputTransformer }: InputSource): string | undefined {
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1)
    return `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`;
  if (Input !== undefined && fromJson(Input) === undefined) return `JSON syntax error in input for target ${id}.`;
  if (InputPath !== undefined && !isPath(InputPath)) return `Invalid InputPath for target ${id}: ${InputPath}.`;
  return InputTransformer && transformerProblem(id, InputTransformer);
}

function transformerProblem(
  id: string,
  { InputPathsMap: paths = {}, InputTemplate = '' }: NonNullable<InputSource['InputTransformer']>,
): string | undefined {
  const reserved = Object.keys(paths).find((name) => /^aws\./i.test(name));
  if (reserved !== undefined) return `InputPathsMap for target ${id} contains the reserved name ${reserved}.`;
  const wrong = Object.entries(paths).find(([, path]) => !isPath(path));
  if (wrong) return `InputPathsMap for target ${id} contains invalid path ${wrong[1]}.`;
  const unknown = variablesOf(InputTemplate).find((name) => !Object.hasOwn(paths, name) && !Object.hasOwn(own, name));
  if (unknown !== undefined) return `InputTemplate for target ${id} contains invalid placeholder ${unknown}.`;
  if (fromJson(filled(InputTemplate, () => 0)) === undefined)
    return `Invalid InputTemplate for target ${id}: it is no JSON with values in the place of its variables.`;
  return undefined;
}

/** The input of a target for an event; undefined where the target names none. Throws InvalidInput. */
export function inputFor({ Input, InputPath, InputTransformer }: InputSource, arrival: Arrival): Json | undefined {
  if (Input !== undefined) return fromJson(Input);
  if (InputPath !== undefined) {
    const value = valueAt(arrival.event, InputPath);
    if (value === undefined) throw new InvalidInput(`The event has nothing at ${InputPath}.`);
    return value;
  }
  if (!InputTransformer) return undefined;
  const { InputPathsMap = {}, InputTemplate = '' } = InputTransformer;
  const text = filled(
    InputTemplate,
    (name) => own[name]?.(arrival) ?? valueAt(arrival.event, InputPathsMap[name] ?? ''),
  );
  const input = fromJson(text);
  if (input !== undefined) return input;
  const missing = Object.keys(InputPathsMap).filter(
    (name) => valueAt(arrival.event, InputPathsMap[name] ?? '') === undefined,
  );
  const why = missing.length > 0 ? `: the event has no value for ${missing.join(', ')}` : '';
  throw new InvalidInput(`The input template makes no JSON of this event${why}.`);
}
