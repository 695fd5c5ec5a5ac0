import { systemVariable } from '../../../../functions/ssm/expressions/system-variables.ts';

// 2026-03-01T23:59:58.765Z
const context = {
  executionId: 'id-1',
  account: '123456789012',
  region: 'cn-north-1',
  partition: 'aws-cn',
  now: 1_772_409_598_765,
};

describe('systemVariable', () => {
  it.each([
    ['automation:EXECUTION_ID', 'id-1'],
    ['global:ACCOUNT_ID', '123456789012'],
    ['global:REGION', 'cn-north-1'],
    ['global:AWS_PARTITION', 'aws-cn'],
    ['global:DATE', '2026-03-01'],
    ['global:DATE_TIME', '2026-03-01_23.59.58'],
    ['global:NOPE', undefined],
    ['automation:toString', undefined],
    ['constructor', undefined],
  ])('%s is %j', (reference, expected) => {
    expect(systemVariable(reference, context)).toBe(expected);
  });
});
