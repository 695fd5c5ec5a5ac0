import type { Provisioning } from '../../../../functions/ports/provisioner.ts';
import { Database } from '../../../../local/database/database.ts';
import { simulatedStacks } from '../../../../local/provisioner/simulated-stacks/simulated-stacks.ts';
import { sqliteStore } from '../../../../local/database/sqlite-store.ts';
import { fakeClock } from '../../../clock.ts';
import { provisionerContract } from '../../../ports/provisioner.contract.ts';

const open = () => {
  const clock = fakeClock();
  return simulatedStacks({ store: sqliteStore(new Database(':memory:'), clock), clock });
};
const work = (stackName: string, text: string, action: Provisioning['action'] = 'create'): Provisioning => ({
  id: 'deployment',
  kind: 'cloudformation',
  action,
  target: { type: 'ENVIRONMENT', id: stackName, arn: `arn:${stackName}`, stackName },
  files: async () => [{ path: 'cloudformation.yaml', body: Buffer.from(text) }],
  inputs: {},
  tags: {},
  account: '123456789012',
  region: 'eu-west-1',
});
const topic = (name: string, more = '') =>
  `Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: ${name} } } }\nOutputs: { Arn: { Value: !Ref Topic ${more} } }`;
const saying = (text: string) => `${topic(text).split('\nOutputs')[0]}\nOutputs: { Said: { Value: ${text} } }`;
const exporting = topic('orders', ', Export: { Name: topic }');
const importing = 'Resources: { B: { Type: AWS::S3::Bucket } }\nOutputs: { Arn: { Value: !ImportValue topic } }';

describe('simulated stacks', () => {
  provisionerContract(async () => ({
    provisioner: open(),
    work: ({ id, action }) => ({ ...work('one', saying(id === 'd2' ? 'bye' : 'hello'), action), id }),
    failing: ({ id, action }) => ({ ...work('one', 'Resources: {}', action), id }),
  }));

  it('are made at once, and say what they are', async () => {
    const stacks = open();

    expect(await stacks.start(work('one', topic('orders')))).toEqual({
      state: 'Succeeded',
      message: 'Simulated: no resource was made.',
      outputs: [{ key: 'Arn', valueString: 'arn:aws:sns:eu-west-1:123456789012:orders' }],
      resources: [
        {
          name: 'one',
          identifier: expect.stringMatching(
            /^arn:aws:cloudformation:eu-west-1:123456789012:stack\/one\/[0-9a-f-]{36}$/,
          ),
          provisioningEngine: 'CLOUDFORMATION',
        },
      ],
    });
  });

  it('are the same when the work begins again or is looked at', async () => {
    const stacks = open();
    const first = await stacks.start(work('one', topic('orders')));

    expect(await stacks.start(work('one', topic('orders')))).toEqual(first);
    expect(await stacks.look(work('one', topic('orders')), undefined)).toEqual(first);
  });

  it('fail in the words of the real service, marked as simulated', async () => {
    expect(await open().start(work('one', 'Resources: {}'))).toEqual({
      state: 'Failed',
      message:
        'Simulated CloudFormation, stack one: Template format error: At least one Resources member must be defined.',
    });
  });

  it('share exports, which stay as long as somebody imports them', async () => {
    const stacks = open();
    await stacks.start(work('one', exporting));

    expect(await stacks.start(work('two', importing))).toMatchObject({
      outputs: [{ key: 'Arn', valueString: 'arn:aws:sns:eu-west-1:123456789012:orders' }],
    });
    expect(await stacks.start(work('three', exporting))).toMatchObject({
      message: expect.stringContaining('Export with name topic is already exported by stack arn:'),
    });
    expect(await stacks.start(work('one', topic('other', ', Export: { Name: topic }'), 'update'))).toMatchObject({
      message: expect.stringContaining('Export topic cannot be updated as it is in use by two'),
    });
    expect(await stacks.start(work('one', '', 'delete'))).toMatchObject({
      message: expect.stringContaining('Export topic cannot be deleted as it is in use by two'),
    });
    await stacks.start(work('two', '', 'delete'));
    expect(await stacks.start(work('one', '', 'delete'))).toMatchObject({ state: 'Succeeded' });
    expect(await stacks.start(work('one', '', 'delete'))).toMatchObject({ state: 'Succeeded' });
  });

  it('do not make what another has made under the same name', async () => {
    const stacks = open();
    const bucket = 'Resources: { B: { Type: AWS::S3::Bucket, Properties: { BucketName: data } } }';
    await stacks.start(work('one', bucket));

    expect(await stacks.start(work('two', bucket))).toMatchObject({
      state: 'Failed',
      message: expect.stringContaining('data already exists in stack arn:aws:cloudformation:'),
    });
    expect(await stacks.start(work('one', bucket, 'update'))).toMatchObject({ state: 'Succeeded' });
  });
});
