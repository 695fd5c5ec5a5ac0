import { attribute, type LambdaFunction, type Serverless } from './service.ts';

/**
 * Serverless plugin: what is called without anybody waiting for the answer leaves its event in the queue DeadLetters where it fails for good, and
 * so does every rule whose target cannot be reached.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export default class DeadLetters {
  hooks: Record<string, () => void>;

  constructor(serverless: Serverless) {
    this.hooks = {
      initialize: () => Object.values(serverless.service.functions).filter(isAsynchronous).forEach(addDestination),
      'after:aws:package:finalize:mergeCustomProviderResources': () => addToRules(serverless),
    };
  }
}

const arn = attribute('DeadLetters');

const isAsynchronous = ({ events = [] }: LambdaFunction): boolean => events.some((event) => !('httpApi' in event));

function addDestination(lambda: LambdaFunction): void {
  lambda.destinations = { onFailure: { type: 'sqs', arn } };
  lambda.rights = [...(lambda.rights ?? []), 'deadLetters.send'];
}

function addToRules({ service }: Serverless): void {
  const resources = Object.values(service.provider.compiledCloudFormationTemplate.Resources);
  const rules = resources.filter(({ Type }) => Type === 'AWS::Events::Rule');
  const targets = rules.flatMap(({ Properties }) => Properties?.Targets as { DeadLetterConfig?: object }[]);
  for (const target of targets) target.DeadLetterConfig ??= { Arn: arn };
}
