import type { Provisioning } from '../../../../../functions/ports/provisioner.ts';

/** An environment's stack, of the deployment d1; `said` is its output. */
export const stackWork = (more: Partial<Provisioning> = {}, said = 'hello'): Provisioning => ({
  id: 'd1',
  kind: 'cloudformation',
  action: 'create',
  target: {
    type: 'ENVIRONMENT',
    id: 'e1',
    arn: 'arn:aws:proton:us-east-1:123456789012:environment/dev',
    environment: 'dev',
    stackName: 'AWSProton-dev-cloudformation--ABCDEFGHIJKLMNO',
  },
  files: async () => [{ path: 'cloudformation.yaml', body: Buffer.from(template(said)) }],
  inputs: {},
  tags: { 'proton:environment': 'arn:aws:proton:us-east-1:123456789012:environment/dev' },
  roleArn: 'arn:aws:iam::123456789012:role/proton',
  account: '123456789012',
  region: 'us-east-1',
  ...more,
});

const template = (said: string): string =>
  JSON.stringify({
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: said } } },
    Outputs: { Said: { Value: said } },
  });
