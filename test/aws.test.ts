import { AwsError } from '../functions/ports/aws-api.ts';
import { fakeAws } from './aws.ts';
import { awsApiContract } from './ports/aws-api.contract.ts';

describe('the fake AWS', () => {
  awsApiContract(() => {
    const aws = fakeAws();
    return {
      aws,
      given: (answer) =>
        aws.on(
          'ssm.GetParameter',
          'code' in answer ? new AwsError({ operation: 'GetParameter', ...(answer as Refusal) }) : answer,
        ),
      input: () => aws.calls.at(-1)?.input,
    };
  });
});

interface Refusal {
  code: string;
  message: string;
  status: number;
}
