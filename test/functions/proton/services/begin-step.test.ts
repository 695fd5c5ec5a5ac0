import { getDeployment, type WorkPlan } from '../../../../functions/proton/deployments/record.ts';
import { beginStep } from '../../../../functions/proton/services/begin-step.ts';
import { requireService } from '../../../../functions/proton/services/record.ts';
import { openServices } from './services-room.ts';

const place = { account: '000000000000', region: 'us-east-1' };
const plan: WorkPlan = { kind: 'codebuild', ...place };

/** A service that is there, and a step of a change that read it before somebody deleted it. */
async function openLate() {
  const room = await openServices();
  const { create, remove, settled, ports } = room;
  await create();
  await settled();
  const { value: read } = await requireService(ports.store, place, 'app');
  const late = (name: string | undefined) =>
    beginStep(read, { name, action: 'update', planned: { deploymentId: 'late', plan, status: 'SUCCEEDED' } }, ports);
  return { ...room, remove, late };
}

describe('a step of a change', () => {
  it.each([
    ['an instance', 'one'],
    ['the pipeline', undefined],
  ])('deploys %s no more once that is being deleted', async (_, name) => {
    const { remove, late, ports, settled, get, provisioner } = await openLate();
    provisioner.works.length = 0;
    await remove();

    await late(name);

    expect(await getDeployment(ports.store, 'late')).toBeUndefined();
    await settled();
    expect(provisioner.works.map(({ action }) => action)).toEqual(['delete', 'delete', 'delete']);
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('begins once, however often it is told to', async () => {
    const { late, ports, settled, provisioner } = await openLate();
    provisioner.works.length = 0;

    await Promise.all([late('one'), late('one')]);
    await late('one');
    await settled();

    expect(provisioner.works.map(({ id, action }) => [id, action])).toEqual([['late', 'update']]);
    expect((await getDeployment(ports.store, 'late'))?.value.status).toBe('SUCCEEDED');
  });
});
