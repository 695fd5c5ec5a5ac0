import { givenName, type MadeUp } from './made-up.ts';
import { StackRefused } from '../../../functions/ports/cloudformation-template.ts';

/** The names that services take, where a wrong one fails for sure. Source: the API references of the services. */
const rules: Record<string, RegExp> = {
  'AWS::DynamoDB::Table': /^[a-zA-Z0-9_.-]{3,255}$/,
  'AWS::ECR::Repository': /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
  'AWS::IAM::Role': /^[\w+=,.@-]{1,64}$/,
  'AWS::IAM::ManagedPolicy': /^[\w+=,.@-]{1,128}$/,
  'AWS::Lambda::Function': /^[a-zA-Z0-9_-]{1,64}$|^arn:/,
  'AWS::S3::Bucket': /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'AWS::SNS::Topic': /^[a-zA-Z0-9_-]{1,256}(\.fifo)?$/,
  'AWS::SQS::Queue': /^[a-zA-Z0-9_-]{1,75}(\.fifo)?$|^[a-zA-Z0-9_-]{1,80}$/,
};

/** Throws StackRefused where the service surely would not take the resource's name. */
export function checkName({ type, logicalId, properties }: Omit<MadeUp, 'physicalId'>): void {
  const name = givenName(type, properties);
  const rule = rules[type];
  if (name !== undefined && rule && !rule.test(name))
    throw new StackRefused(
      `The following resource(s) failed to create: [${logicalId}]. The name "${name}" is not valid for ${type}.`,
    );
}
