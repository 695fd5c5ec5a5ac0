import { AwsUnreachable } from '../../../../../functions/ports/aws-api.ts';
import { cloudformationProvisioner } from '../../../../../functions/ports/aws/cloudformation/cloudformation-provisioner.ts';
import type { JsonObject } from '../../../../../functions/ports/json.ts';
import { inMemory } from '../../../../objects.ts';
import { end, provisionerContract } from '../../../../ports/provisioner.contract.ts';
import { FakeCloudFormation, refused } from './fake-cloudformation.ts';
import { stackWork } from './work.ts';

const name = stackWork().target.stackName;
const update = { id: 'd2', action: 'update' } as const;

const open = () => {
  const aws = new FakeCloudFormation();
  const objects = inMemory();
  const provisioner = cloudformationProvisioner({ aws, objects });
  return { aws, objects, provisioner, passing: async () => aws.pass() };
};

describe('CloudFormation', () => {
  provisionerContract(async () => {
    const { aws, ...opened } = open();
    return {
      ...opened,
      work: (more) => stackWork(more, more.id === 'd2' ? 'bye' : 'hello'),
      failing: (more) => {
        aws.trouble = more.action === 'create' ? { status: 'ROLLBACK_COMPLETE' } : undefined;
        return stackWork(more);
      },
    };
  });

  it('acts as the customer’s role, in a session named after the deployment, with its tags and a token of its own', async () => {
    const { aws, provisioner } = open();

    await provisioner.start(stackWork());

    const { input, ...call } = aws.calls.at(-1) ?? { input: {} };
    expect(call).toEqual({
      service: 'cloudformation',
      operation: 'CreateStack',
      sessionName: 'd1',
      region: 'us-east-1',
      roleArn: 'arn:aws:iam::123456789012:role/proton',
    });
    expect(input).toMatchObject({
      StackName: name,
      Capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      ClientRequestToken: 'd1-create',
      Tags: [
        { Key: 'proton:environment', Value: 'arn:aws:proton:us-east-1:123456789012:environment/dev' },
        { Key: 'quaymaster:target', Value: 'e1' },
      ],
    });
  });

  it('looks sooner at first and every minute in the end', async () => {
    const { provisioner } = open();
    const after: (number | undefined)[] = [];

    let progress = await provisioner.start(stackWork());
    for (let looks = 0; looks < 10 && progress.state === 'InProgress'; looks++) {
      after.push(progress.lookAfter);
      progress = await provisioner.look(stackWork(), progress.memo);
    }

    expect(after).toEqual([2, 3, 5, 7, 11, 16, 23, 35, 52, 60]);
  });

  it('succeeds without a change, and leaves no change set behind', async () => {
    const subject = open();
    await end(subject, stackWork());

    const progress = await end(subject, stackWork(update));

    expect(progress).toMatchObject({ state: 'Succeeded', outputs: [{ key: 'Said', valueString: 'hello' }] });
    expect(subject.aws.asked()).toEqual(['CreateStack', 'CreateChangeSet', 'DeleteChangeSet']);
  });

  it.each(['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'])(
    'makes a stack that is %s anew',
    async (status) => {
      const subject = open();
      subject.aws.add(name, status);

      const progress = await end(subject, stackWork(update));

      expect(progress).toMatchObject({ state: 'Succeeded', outputs: [{ key: 'Said', valueString: 'hello' }] });
      expect(subject.aws.asked()).toEqual(['DeleteStack', 'CreateStack']);
    },
  );

  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'])(
    'updates a stack that is %s',
    async (status) => {
      const subject = open();
      subject.aws.add(name, status);

      expect(await end(subject, stackWork(update))).toMatchObject({ state: 'Succeeded' });
      expect(subject.aws.asked()).toEqual(['CreateChangeSet', 'ExecuteChangeSet']);
    },
  );

  it('goes on with a rollback that is stuck, then updates', async () => {
    const subject = open();
    subject.aws.add(name, 'UPDATE_ROLLBACK_FAILED');

    expect(await end(subject, stackWork(update))).toMatchObject({ state: 'Succeeded' });
    expect(subject.aws.asked()).toEqual(['ContinueUpdateRollback', 'CreateChangeSet', 'ExecuteChangeSet']);
  });

  it('says what keeps a rollback stuck that going on did not help', async () => {
    const subject = open();
    const stack = subject.aws.add(name, 'UPDATE_ROLLBACK_FAILED');
    const failed = { ResourceStatus: 'UPDATE_FAILED', ResourceType: 'AWS::S3::Bucket', LogicalResourceId: 'Files' };
    stack.events.push({ ...failed, PhysicalResourceId: 'files', ResourceStatusReason: 'it is gone' });
    subject.aws.trouble = { status: 'UPDATE_ROLLBACK_FAILED' };

    expect(await end(subject, stackWork(update))).toEqual({
      state: 'Failed',
      message:
        `The stack ${name} is UPDATE_ROLLBACK_FAILED, and trying again did not help: Files (AWS::S3::Bucket): it is gone. ` +
        'Mend what it names, or skip it by ContinueUpdateRollback, then deploy again.',
    });
  });

  it('tells the first reason why a resource failed, also one in a stack of the stack', async () => {
    const subject = open();
    const inner = subject.aws.add('inner', 'ROLLBACK_COMPLETE');
    inner.events.push({
      PhysicalResourceId: 'b',
      LogicalResourceId: 'Bucket',
      ResourceType: 'AWS::S3::Bucket',
      ResourceStatus: 'CREATE_FAILED',
      ResourceStatusReason: 'files already exists',
    });
    const nested = { name: 'Inner', type: 'AWS::CloudFormation::Stack', id: inner.id };
    subject.aws.trouble = {
      status: 'ROLLBACK_COMPLETE',
      failures: [
        { ...nested, status: 'CREATE_FAILED', reason: 'Embedded stack was not successfully created' },
        { name: 'Other', status: 'CREATE_FAILED', reason: 'Resource creation cancelled' },
      ],
    };

    expect(await end(subject, stackWork())).toMatchObject({
      state: 'Failed',
      message: `${name} is ROLLBACK_COMPLETE: Inner/Bucket (AWS::S3::Bucket): files already exists`,
      resources: [{ name }],
    });
  });

  it('tells all that a deletion could not take away', async () => {
    const subject = open();
    await end(subject, stackWork());
    subject.aws.trouble = {
      status: 'DELETE_FAILED',
      failures: ['One', 'Two'].map((one) => ({ name: one, status: 'DELETE_FAILED', reason: 'it is not empty' })),
    };

    expect(await end(subject, stackWork({ id: 'd3', action: 'delete' }))).toMatchObject({
      state: 'Failed',
      message: `${name} is DELETE_FAILED: One (AWS::S3::Bucket): it is not empty; Two (AWS::S3::Bucket): it is not empty`,
    });
    expect(await end(subject, stackWork({ id: 'd4', action: 'delete' }))).toMatchObject({ state: 'Succeeded' });
  });

  it('ends Failed where it had failed before the crash, and does not try again', async () => {
    const subject = open();
    subject.aws.trouble = { status: 'ROLLBACK_COMPLETE' };
    await end(subject, stackWork());

    expect(await subject.provisioner.start(stackWork())).toMatchObject({ state: 'Failed' });
    expect(subject.aws.asked()).toEqual(['CreateStack']);
  });

  it('cancels an update, which CloudFormation rolls back', async () => {
    const subject = open();
    await end(subject, stackWork());
    const memo = await begun(subject, stackWork(update, 'bye'));
    const executed = await subject.provisioner.look(stackWork(update, 'bye'), memo);

    await subject.provisioner.cancel(stackWork(update, 'bye'), (executed as { memo: JsonObject }).memo);
    await subject.provisioner.cancel(stackWork(update, 'bye'), (executed as { memo: JsonObject }).memo);

    expect(await end(subject, stackWork(update, 'bye'))).toMatchObject({
      state: 'Cancelled',
      message: 'User initiated cancellation.',
    });
    expect(await end(subject, stackWork({ ...update, id: 'd3' }, 'bye'))).toMatchObject({ state: 'Succeeded' });
  });

  it('throws away a change set that is cancelled before it is executed', async () => {
    const subject = open();
    await end(subject, stackWork());
    const memo = await begun(subject, stackWork(update, 'bye'));

    await subject.provisioner.cancel(stackWork(update, 'bye'), memo);

    expect(await subject.provisioner.look(stackWork(update, 'bye'), memo)).toMatchObject({ state: 'Cancelled' });
    expect(subject.aws.asked()).not.toContain('ExecuteChangeSet');
  });

  it('deletes a stack whose creation is cancelled, also when nobody remembers that it began', async () => {
    const subject = open();
    const memo = await begun(subject, stackWork());

    await subject.provisioner.cancel(stackWork(), undefined);
    subject.aws.pass();

    expect(await subject.provisioner.look(stackWork(), memo)).toMatchObject({ state: 'Cancelled' });
  });

  it('lets what somebody else began go on, and waits for it', async () => {
    const subject = open();
    const stack = subject.aws.add(name, 'UPDATE_IN_PROGRESS');
    const memo = await begun(subject, stackWork(update));

    await subject.provisioner.cancel(stackWork(update), memo);
    await subject.provisioner.look(stackWork(update), memo);
    expect(subject.aws.asked()).toEqual([]);
    stack.status = 'UPDATE_COMPLETE';

    expect(await end(subject, stackWork(update))).toMatchObject({ state: 'Succeeded' });
  });

  it('asks again, however long it takes, while CloudFormation is too busy or out of reach', async () => {
    const subject = open();
    subject.aws.refusals = {
      CreateStack: [refused('Throttling'), refused('InternalFailure', '', { status: 500 }), new AwsUnreachable('late')],
      DescribeStacks: [refused('ThrottlingException')],
    };

    expect(await end(subject, stackWork())).toMatchObject({ state: 'Succeeded' });
    expect(subject.aws.asked()).toEqual(['CreateStack', 'CreateStack', 'CreateStack', 'CreateStack']);
  });

  it('waits where another update began just before', async () => {
    const subject = open();
    const stack = subject.aws.add(name, 'CREATE_COMPLETE');
    subject.aws.refusals = {
      get CreateChangeSet() {
        stack.status = 'UPDATE_IN_PROGRESS';
        stack.next = 'UPDATE_COMPLETE';
        return [];
      },
    };

    expect(await begun(subject, stackWork(update))).toMatchObject({ doing: 'waiting' });
    expect(subject.aws.asked()).toEqual(['CreateChangeSet']);
  });

  it('passes on why a template is refused', async () => {
    const subject = open();
    const words = "[/Resources/Bucket] 'null' values are not allowed in templates";
    subject.aws.refusals = { CreateStack: [refused('ValidationError', words)] };

    expect(await subject.provisioner.start(stackWork())).toEqual({
      state: 'Failed',
      message: `CreateStack: ${words}`,
      isUntouched: true,
    });
  });

  it('says what to do about a role that does not let it in, or may too little', async () => {
    const subject = open();
    const denied = 'User: arn:aws:sts::1:assumed-role/q/d1 is not authorized to perform: sts:AssumeRole';
    subject.aws.refusals = {
      DescribeStacks: [refused('AccessDenied', denied, { operation: 'AssumeRole', status: 403 })],
      CreateStack: [refused('AccessDenied', 'not authorized to perform: cloudformation:CreateStack', { status: 403 })],
    };

    expect(await subject.provisioner.start(stackWork())).toEqual({
      state: 'Failed',
      isUntouched: true,
      message:
        `The role arn:aws:iam::123456789012:role/proton cannot be assumed: ${denied}. It must trust this server, as a role that was made for ` +
        'AWS Proton does not, and be one that this server may assume; docs/deploy.md shows the statement.',
    });
    expect(await subject.provisioner.start(stackWork())).toEqual({
      state: 'Failed',
      isUntouched: true,
      message:
        'The role arn:aws:iam::123456789012:role/proton must be allowed what CreateStack takes: not authorized to perform: cloudformation:CreateStack',
    });
  });

  it.each([
    [{ 'proton:environment': 'arn:aws:proton:us-east-1:123456789012:environment/dev' }, true],
    [{ 'aws:proton:environment': 'dev' }, true],
    [{ 'proton:environment': 'other' }, false],
    [{ 'proton:environment': 'dev', 'proton:service': 'web', 'proton:service-instance': 'prod' }, false],
    [{ 'proton:environment': 'dev', 'quaymaster:target': 'another' }, false],
    [{ 'proton:environment': 'dev', 'proton:component': 'queue' }, false],
  ])('takes over a stack with the tags %j: %s', async (tags, isTaken) => {
    const subject = open();
    subject.aws.add('AWSProton-dev-cloudformation--OLD', 'UPDATE_COMPLETE', tags);
    subject.aws.add('AWSProton-CodeBuild-dev', 'CREATE_COMPLETE', tags);
    subject.aws.add('Mine', 'CREATE_COMPLETE', tags);

    await end(subject, stackWork());

    expect(subject.aws.asked()[0]).toBe(isTaken ? 'CreateChangeSet' : 'CreateStack');
  });

  it('keeps to a stack that it took over, and deletes none that it did not', async () => {
    const subject = open();
    const tags = { 'proton:environment': 'dev' };
    const stack = subject.aws.add('AWSProton-dev-cloudformation--OLD', 'UPDATE_COMPLETE', tags);

    await end(subject, stackWork({ id: 'd0', action: 'delete' }));
    expect(stack.status).toBe('UPDATE_COMPLETE');
    await end(subject, stackWork());
    expect(await end(subject, stackWork(update, 'bye'))).toMatchObject({ resources: [{ identifier: stack.id }] });
    await end(subject, stackWork({ id: 'd3', action: 'delete' }));

    expect(stack.status).toBe('DELETE_COMPLETE');
    expect(subject.aws.stacks).toHaveLength(1);
  });

  it('takes over none where several could be it', async () => {
    const subject = open();
    for (const one of ['A', 'B'])
      subject.aws.add(`AWSProton-${one}`, 'CREATE_COMPLETE', { 'proton:environment': 'dev' });

    expect(await subject.provisioner.start(stackWork())).toEqual({
      state: 'Failed',
      message: `Stacks AWSProton-A, AWSProton-B all have the tags of ${stackWork().target.arn}: leave one.`,
    });
  });

  it('makes a stack and says so where it may not look for one to take over', async () => {
    const subject = open();
    const denied = refused('AccessDenied', 'no', { operation: 'DescribeStacks', status: 403 });
    subject.aws.refusals = { DescribeStacks: [refused('ValidationError', 'does not exist'), denied] };

    expect(await end(subject, stackWork())).toMatchObject({
      state: 'Succeeded',
      message: 'Stacks that AWS Proton made were not looked for: the role may not describe all stacks.',
    });
  });

  it('hands a large template over by a URL, and removes it in the end', async () => {
    const subject = open();
    const large = { files: async () => [{ path: 't', body: Buffer.alloc(51_201, ' ') }] };
    const url = async (bucket: string, key: string) => `https://${bucket}/${key}`;
    const objects = { ...subject.objects, url };
    const provisioner = cloudformationProvisioner({ aws: subject.aws, objects });

    const progress = await provisioner.start(stackWork(large));

    const input = subject.aws.calls.at(-1)?.input;
    expect(input).toMatchObject({ TemplateURL: 'https://.provisioning/d1.template' });
    expect(input).not.toHaveProperty('TemplateBody');
    expect(await objects.get('.provisioning', 'd1.template')).toBeDefined();
    subject.aws.pass();
    await provisioner.look(stackWork(large), (progress as { memo: JsonObject }).memo);
    expect(await objects.get('.provisioning', 'd1.template')).toBeUndefined();
  });

  it.each([
    [51_201, /^The template has 51201 bytes. CloudFormation takes more than 51200 from S3 only/],
    [1_048_577, /^The template has 1048577 bytes; CloudFormation takes at most 1048576.$/],
  ])('refuses a template of %s bytes that it cannot hand over', async (bytes, message) => {
    const { provisioner } = open();
    const files = async () => [{ path: 't', body: Buffer.alloc(bytes) }];

    expect(await provisioner.start(stackWork({ files }))).toEqual({
      state: 'Failed',
      isUntouched: true,
      message: expect.stringMatching(message),
    });
  });
});

/** The memo of work that was begun. */
const begun = async (
  { provisioner }: ReturnType<typeof open>,
  work: ReturnType<typeof stackWork>,
): Promise<JsonObject> => {
  const progress = await provisioner.start(work);
  if (progress.state !== 'InProgress') throw new Error(progress.message ?? '');
  return progress.memo ?? {};
};
