import { arnFrom } from '../../../functions/api/trigger.ts';
import { deploymentTrigger } from '../../../functions/opsworks/trigger.ts';

const callFor = (arn: string, input?: { Command: { Name: string } }) => {
  const parts = arnFrom(arn);
  return parts && deploymentTrigger.callFor(parts, { token: 't', ...(input && { input }) });
};

describe('what a rule may start', () => {
  it('is a deployment in the stack of its target', () => {
    const input = { Command: { Name: 'configure' } };

    expect(callFor('arn:aws:opsworks:us-east-1:000000000000:stack/a-b/', input)).toEqual({
      operation: 'CreateDeployment',
      input: { Command: { Name: 'configure' }, StackId: 'a-b' },
    });
  });

  it.each(['arn:aws:opsworks:us-east-1:000000000000:layer/a/', 'arn:aws:ssm:us-east-1:000000000000:stack/a/'])(
    'is nothing else: %s',
    (arn) => {
      expect(callFor(arn)).toBeUndefined();
    },
  );
});
