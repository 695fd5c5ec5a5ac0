import { InvalidDefinition } from './states-error.ts';

/** How a service integration waits for its answer. */
export type Pattern = 'request' | 'waitForTaskToken' | 'sync' | 'sync:2';

/** What a Task calls: a Lambda function by its own ARN, an activity, or a service (Lambda's invoke, Step Functions' startExecution). */
export type Resource =
  | { kind: 'lambda'; arn: string; functionName: string }
  | { kind: 'activity'; arn: string }
  | { kind: 'service'; arn: string; service: 'lambda' | 'states'; action: string; pattern: Pattern };

/**
 * Reads a Task's Resource; what cannot be called here is refused.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
export function parseResource(arn: string): Resource {
  if (/^arn:[^:]+:lambda:[^:]*:\d*:function:./.test(arn))
    return { kind: 'lambda', arn, functionName: functionNameOf(arn) };
  if (/^arn:[^:]+:states:[^:]*:\d*:activity:./.test(arn)) return { kind: 'activity', arn };
  const integration = /^arn:[^:]+:states:[^:]*:\d*:(lambda:invoke|states:startExecution)(?:\.(.+))?$/.exec(arn);
  const pattern = integration?.[2] ?? 'request';
  const service = integration?.[1]?.startsWith('lambda') ? 'lambda' : 'states';
  if (!integration || !isPattern(pattern, service))
    throw new InvalidDefinition(`The Resource '${arn}' is not supported`);
  return { kind: 'service', arn, service, action: integration[1]?.split(':')[1] ?? '', pattern };
}

/** A function's name out of its ARN, partial ARN or name, without version or alias. */
export function functionNameOf(reference: string): string {
  const name = reference.split(':function:').pop() ?? '';
  return name.split(':')[0] ?? '';
}

/** A state machine's or execution's name: the last part of its ARN. */
export function lastPartOf(arn: string): string {
  return arn.split(':').pop() ?? '';
}

/** The resource in the words of an event: `invoke.waitForTaskToken`. */
export function actionOf({ action, pattern }: Extract<Resource, { kind: 'service' }>): string {
  return pattern === 'request' ? action : `${action}.${pattern}`;
}

function isPattern(pattern: string, service: 'lambda' | 'states'): pattern is Pattern {
  if (pattern === 'request' || pattern === 'waitForTaskToken') return true;
  return service === 'states' && (pattern === 'sync' || pattern === 'sync:2');
}
