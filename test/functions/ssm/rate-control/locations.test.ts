import type { StartAutomationExecutionCommandInput, TargetLocation } from '@aws-sdk/client-ssm';
import { type AwsCall, AwsError, AwsUnreachable } from '../../../../functions/ports/aws-api.ts';
import { type Fleet, openFleet } from './fleet.ts';

type Input = Partial<StartAutomationExecutionCommandInput>;

const [one, two, three] = ['111111111111', '222222222222', '333333333333'];
const usual = 'AWS-SystemsManager-AutomationExecutionRole';
const Targets = [{ Key: 'tag:Stage', Values: ['prod'] }];
const TargetParameterName = 'InstanceId';

describe('an execution with target locations', () => {
  let fleet: Fleet;
  /** The status each execution elsewhere has, by account and Region. */
  let there: Record<string, string>;
  const placeOf = ({ roleArn = '', region }: AwsCall) => `${roleArn.split(':')[4]}-${region}`;
  beforeEach(async () => {
    fleet = await openFleet();
    there = {};
    fleet.aws.on('ssm.StartAutomationExecution', (call) => {
      there[placeOf(call)] ??= 'InProgress';
      return { AutomationExecutionId: `id of ${placeOf(call)}` };
    });
    fleet.aws.on('ssm.GetAutomationExecution', (call) => ({
      AutomationExecution: { AutomationExecutionStatus: there[placeOf(call)] ?? 'gone', FailureMessage: 'it broke' },
    }));
    fleet.aws.on('ssm.StopAutomationExecution', (call) => ((there[placeOf(call)] = 'Cancelled'), {}));
  });
  const start = async (TargetLocations: TargetLocation[], input: Input = {}) => {
    const id = await fleet.start({ TargetLocations, Targets, TargetParameterName, ...input });
    await fleet.settled();
    return id;
  };
  /** Lets a minute of looks go by. */
  const minute = async () => {
    for (let each = 0; each < 12; each++) {
      fleet.clock.advance(5_100);
      await fleet.settled();
    }
  };
  const started = () => fleet.aws.calls.filter(({ operation }) => operation === 'StartAutomationExecution');

  it('starts the runbook in each account and Region under the execution role, one by one unless told', async () => {
    const id = await start([{ Accounts: [one, two], Regions: ['us-east-1', 'eu-west-1'] }], {
      Parameters: { Text: ['hello'], AutomationAssumeRole: ['arn:aws:iam::000000000000:role/admin'] },
      MaxConcurrency: '3',
      MaxErrors: '2',
    });

    expect(started()).toEqual([
      {
        service: 'ssm',
        operation: 'StartAutomationExecution',
        region: 'us-east-1',
        roleArn: `arn:aws:iam::${one}:role/${usual}`,
        sessionName: id,
        input: {
          DocumentName: 'Fleet',
          Parameters: { Text: ['hello'], AutomationAssumeRole: [`arn:aws:iam::${one}:role/${usual}`] },
          ClientToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
          TargetParameterName,
          Targets,
          MaxConcurrency: '3',
          MaxErrors: '2',
        },
      },
    ]);
    for (const place of [`${one}-us-east-1`, `${one}-eu-west-1`, `${two}-us-east-1`, `${two}-eu-west-1`]) {
      expect(started().map(placeOf).at(-1)).toBe(place);
      there[place] = 'Success';
      await minute();
    }
    const execution = await fleet.reach(id, 'Success');
    expect(execution).toMatchObject({
      TargetLocations: [{ Accounts: [one, two], Regions: ['us-east-1', 'eu-west-1'] }],
      ProgressCounters: { TotalSteps: 4, SuccessSteps: 4, FailedSteps: 0, TimedOutSteps: 0, CancelledSteps: 0 },
    });
    expect(execution.StepExecutions?.[1]).toMatchObject({
      StepName: `${one}-eu-west-1`,
      Action: 'aws:executeAutomation',
      StepStatus: 'Success',
      Outputs: { ExecutionId: [`id of ${one}-eu-west-1`] },
      TargetLocation: { Accounts: [one], Regions: ['eu-west-1'] },
    });
    expect(started()).toHaveLength(4);
  });

  it('gives each location its own role, limits and targets', async () => {
    const own = [{ Key: 'ResourceGroup', Values: ['web'] }];
    const id = await start([
      { Accounts: [one], Regions: ['us-east-1'], ExecutionRoleName: 'Own', Targets: own, TargetsMaxErrors: '7' },
      { Accounts: [one, two, three], Regions: ['us-east-1'], TargetLocationMaxConcurrency: '2' },
    ]);

    expect(started().map(({ roleArn }) => roleArn)).toEqual([
      `arn:aws:iam::${one}:role/Own`,
      `arn:aws:iam::${two}:role/${usual}`,
    ]);
    expect(started()[0]?.input).toMatchObject({ Targets: own, MaxErrors: '7' });
    expect((await fleet.execution(id)).StepExecutions).toHaveLength(3);
  });

  it('starts no more of a location after its error, and has failed with the reason there', async () => {
    const id = await start([{ Accounts: [one, two], Regions: ['us-east-1'] }]);
    there[`${one}-us-east-1`] = 'Failed';
    await minute();

    const execution = await fleet.reach(id, 'Failed');

    expect(execution.StepExecutions?.map(({ StepStatus }) => StepStatus)).toEqual(['Failed', 'Pending']);
    expect(execution.StepExecutions?.[0]?.FailureMessage).toBe('it broke');
    expect(started()).toHaveLength(1);
  });

  it('fails a step whose role cannot be assumed', async () => {
    const fault = { code: 'AccessDenied', message: 'not authorized', operation: 'AssumeRole', status: 403 };
    fleet.aws.on('ssm.StartAutomationExecution', new AwsError(fault));
    const id = await start([{ Accounts: [one], Regions: ['us-east-1'] }]);

    const execution = await fleet.reach(id, 'Failed');

    expect(execution.StepExecutions?.[0]?.FailureMessage).toMatch(
      /^Step fails when it is Execute\/Cancelling action\. An error occurred \(AccessDenied\) when calling the AssumeRole operation: not authorized\./,
    );
  });

  it('asks again where AWS was out of reach, with the same token', async () => {
    let calls = 0;
    fleet.aws.on('ssm.StartAutomationExecution', () => {
      calls += 1;
      if (calls < 3) throw new AwsUnreachable('no answer');
      return { AutomationExecutionId: 'id' };
    });
    const id = await start([{ Accounts: [one], Regions: ['us-east-1'] }]);
    there[`${one}-us-east-1`] = 'Success';
    await minute();

    await fleet.reach(id, 'Success');
    expect(new Set(started().map(({ input }) => input.ClientToken)).size).toBe(1);
    expect(calls).toBe(3);
  });

  it('is of the type CrossAccount', async () => {
    const id = await start([{ Accounts: [one], Regions: ['us-east-1'] }]);
    const { DescribeAutomationExecutionsCommand } = await import('@aws-sdk/client-ssm');
    const Filters = [{ Key: 'AutomationType' as const, Values: ['CrossAccount'] }];
    const page = await fleet.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    expect(page.AutomationExecutionMetadataList).toMatchObject([
      { AutomationExecutionId: id, AutomationType: 'CrossAccount' },
    ]);
  });

  it('passes a stop on and ends when all have ended', async () => {
    const id = await start([{ Accounts: [one, two], Regions: ['us-east-1'] }]);

    await fleet.stop(id);
    await minute();

    const execution = await fleet.reach(id, 'Cancelled');
    expect(execution.StepExecutions?.map(({ StepStatus }) => StepStatus)).toEqual(['Cancelled', 'Pending']);
    expect(there).toEqual({ [`${one}-us-east-1`]: 'Cancelled' });
  });

  it('gives up ten minutes after the stop on what does not end', async () => {
    fleet.aws.on('ssm.StopAutomationExecution', new AwsUnreachable('no answer'));
    const id = await start([{ Accounts: [one], Regions: ['us-east-1'] }]);
    await fleet.stop(id);

    for (let each = 0; each < 12; each++) await minute();

    await fleet.reach(id, 'Cancelled');
  });

  it('finds the accounts of organizational units, those below too, without what is excluded', async () => {
    const [root, below] = ['ou-abcd-11111111', 'ou-abcd-22222222'];
    const account = (Id: string, Status = 'ACTIVE') => ({ Id, Status });
    fleet.aws.on('organizations.ListAccountsForParent', ({ input }) => ({
      Accounts:
        input.ParentId === root ? [account(one), account(two)] : [account(three), account('444444444444', 'SUSPENDED')],
    }));
    fleet.aws.on('organizations.ListOrganizationalUnitsForParent', ({ input }) => ({
      OrganizationalUnits: input.ParentId === root ? [{ Id: below }] : [],
    }));
    const places = async (location: TargetLocation) => {
      const id = await start([{ Accounts: [root], Regions: ['us-east-1'], ...location }]);
      return (await fleet.execution(id)).StepExecutions?.map(({ StepName }) => StepName);
    };

    expect(await places({})).toEqual([`${one}-us-east-1`, `${two}-us-east-1`]);
    expect(await places({ IncludeChildOrganizationUnits: true, ExcludeAccounts: [one] })).toEqual([
      `${two}-us-east-1`,
      `${three}-us-east-1`,
    ]);
  });

  describe('from a URL', () => {
    const TargetLocationsURL = 'https://bucket.s3.us-east-1.amazonaws.com/places.json?X-Amz-Signature=secret';

    it('reads the file', async () => {
      const body = JSON.stringify([{ Accounts: [one], Regions: ['us-east-1'] }]);
      fleet.http.answers.push({ status: 200, body });
      const id = await fleet.start({ TargetLocationsURL, Targets, TargetParameterName });
      await fleet.settled();
      expect(started().map(placeOf)).toEqual([`${one}-us-east-1`]);
      expect(await fleet.execution(id)).toMatchObject({ TargetLocationsURL });
    });

    it.each([
      [403, 'denied', /the answer has the status 403/],
      [200, 'no JSON', /TargetLocationsURL could not be read/],
      [200, '[{"Accounts":"111111111111"}]', /TargetLocationsURL could not be read/],
      [200, '[]', /Member must have length greater than or equal to 1/],
    ])('refuses the answer %i %s without telling the signature', async (status, body, message) => {
      fleet.http.answers.push({ status, body });
      const refusal = fleet.start({ TargetLocationsURL, Targets, TargetParameterName });
      await expect(refusal).rejects.toMatchObject({
        name: 'InvalidAutomationExecutionParametersException',
        message: expect.stringMatching(message),
      });
      await expect(refusal).rejects.not.toMatchObject({ message: expect.stringMatching(/secret/) });
    });
  });

  it.each<[string, TargetLocation, string]>([
    ['no Region', { Accounts: [one] }, 'Accounts and Regions are required'],
    ['an account that is none', { Accounts: ['12'], Regions: ['us-east-1'] }, '12 is neither'],
    ['a Region that is none', { Accounts: [one], Regions: ['evil.example/'] }, 'evil.example/ is not a Region'],
  ])('is refused with %s', async (_, location, words) => {
    await expect(start([location])).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
      message: expect.stringContaining(words),
    });
  });
});
