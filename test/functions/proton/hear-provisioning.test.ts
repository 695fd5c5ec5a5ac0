import { hearProvisioning } from '../../../functions/proton/tasks/hear-provisioning.ts';
import type { Progress } from '../../../functions/ports/provisioner.ts';
import { openEnvironments, specOf } from './environments/environments-room.ts';
import { done } from './fake-provisioner.ts';

const stack = 'arn:aws:cloudformation:us-east-1:111122223333:stack/AWSProton-dev/2f1';
const stackChanged = (id = stack, source = 'aws.cloudformation') => ({
  source,
  'detail-type': 'CloudFormation Stack Status Change',
  resources: [id],
  detail: { 'stack-id': id, 'status-details': { status: 'CREATE_COMPLETE' } },
});
const buildChanged = {
  source: 'aws.codebuild',
  'detail-type': 'CodeBuild Build State Change',
  resources: [],
  detail: {
    'build-id': 'arn:aws:codebuild:us-east-1:111122223333:build/AWSProton-Shell-dev:b-1',
    'build-status': 'FAILED',
  },
};

/** An environment whose work goes on under a name that events know; the clock stands still, so nobody looks on their own. */
async function opened(watch = 'cloudformation#2f1') {
  const room = await openEnvironments();
  const going: Progress = { state: 'InProgress', lookAfter: 60, watch };
  room.provisioner.outcome = () => going;
  await room.create();
  await room.settled();
  const hear = async (event: Parameters<typeof hearProvisioning>[0]) => {
    await hearProvisioning(event, room.ports);
    await room.settled();
  };
  const status = async () => (await room.get())?.deploymentStatus;
  return { ...room, hear, status, going };
}

describe('an event of CloudFormation or CodeBuild', () => {
  it.each([
    ['the id of its stack', 'cloudformation#2f1', stackChanged()],
    ['the name of its stack', 'cloudformation#AWSProton-dev', stackChanged()],
    ['its build', 'codebuild#b-1', buildChanged],
  ])('ends a deployment at once that waits for %s', async (_, watch, event) => {
    const { hear, status, provisioner } = await opened(watch);
    provisioner.outcome = () => done;
    expect(await status()).toBe('IN_PROGRESS');

    await hear(event);

    expect(await status()).toBe('SUCCEEDED');
  });

  it('is not believed: the deployment asks, and waits on', async () => {
    const { hear, status, provisioner, going } = await opened();
    let looks = 0;
    provisioner.outcome = () => ((looks += 1), going);

    await hear(stackChanged());
    await hear(stackChanged());

    expect([await status(), looks]).toEqual(['IN_PROGRESS', 2]);
  });

  it.each([
    ['another stack', stackChanged(stack.replace(/dev.*/, 'prod/3a2'))],
    ['no stack of AWS', stackChanged(stack, 'my.app')],
    ['nothing', { source: 'aws.cloudformation' }],
  ])('about %s wakes nobody', async (_, event) => {
    const { hear, status, provisioner } = await opened();
    provisioner.outcome = () => done;

    await hear(event);

    expect(await status()).toBe('IN_PROGRESS');
  });

  it('that is late is forgotten with the deployment', async () => {
    const { hear, status, update, provisioner, ports, settled } = await opened();
    provisioner.outcome = () => done;
    await hear(stackChanged());
    provisioner.outcome = () => ({ state: 'InProgress', lookAfter: 60, watch: 'codebuild#b-1' });
    await update({ spec: specOf('again') });
    await settled();
    expect((await ports.store.list({ partition: 'proton#watch#cloudformation#2f1' })).items).toEqual([]);
    provisioner.outcome = () => done;

    await hear(stackChanged());

    expect(await status()).toBe('IN_PROGRESS');
    await hear(buildChanged);
    expect(await status()).toBe('SUCCEEDED');
  });
});
