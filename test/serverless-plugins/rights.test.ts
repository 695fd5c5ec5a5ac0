import { statementsOf } from '../../serverless-plugins/rights.ts';
import type { Serverless } from '../../serverless-plugins/service.ts';

const serverless = {
  getProvider: () => ({ getStage: () => 'prod' }),
  service: {
    service: 'quaymaster',
    custom: {
      assumableRoles: 'arn:aws:iam::1:role/a, arn:aws:iam::1:role/b',
      githubTokenSecret: 'arn:aws:secretsmanager:::s',
    },
  },
} as unknown as Serverless;

describe('the rights of a function', () => {
  it('are for the machines that are named, by name', () => {
    expect(statementsOf(['workflows.start ssm-automation ssm-alarm'], serverless)).toEqual([
      {
        Action: ['states:StartExecution'],
        Resource: ['ssm-automation', 'ssm-alarm'].map((name) => ({
          'Fn::Sub': `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:quaymaster-prod-${name}`,
        })),
      },
    ]);
  });

  it('are for the secret with a token for GitHub, where a deployment names one', () => {
    const without = { ...serverless, service: { ...serverless.service, custom: {} } } as unknown as Serverless;

    expect(statementsOf(['github.token'], without)).toEqual([]);
    expect(statementsOf(['github.token'], serverless)).toEqual([
      { Action: ['secretsmanager:GetSecretValue'], Resource: 'arn:aws:secretsmanager:::s' },
    ]);
  });

  it('take several roles of a deployment apart at commas', () => {
    expect(statementsOf(['roles.assume'], serverless)[0]).toMatchObject({
      Action: ['sts:AssumeRole'],
      Resource: ['arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/b'],
    });
  });

  it('are refused where there is no such right', () => {
    expect(() => statementsOf(['store.drop'], serverless)).toThrow('There is no right store.drop');
  });
});
