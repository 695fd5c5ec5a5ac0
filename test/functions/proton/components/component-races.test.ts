import { DeleteServiceCommand } from '@aws-sdk/client-proton';
import { done, failed } from '../fake-provisioner.ts';
import { meanwhile } from '../meanwhile.ts';
import { specOf } from '../services/services-room.ts';
import { attached, detached, openComponents } from './components-room.ts';

/** What a component reads of its environment after it has looked at its instance. */
const environment = { reading: 'proton#environment#000000000000#us-east-1 dev' };

describe('a component, while something else begins at the same moment,', () => {
  it('is not attached to an instance that another is attached to', async () => {
    const { add, show, settled, ports } = await openComponents();
    meanwhile(ports, environment, () => add({ name: 'other', ...attached }));

    await expect(add(attached)).rejects.toMatchObject({ name: 'ValidationException' });

    await settled();
    expect(await show('other')).toMatchObject({ ...attached, deploymentStatus: 'SUCCEEDED' });
    await expect(show()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is not attached to an instance that is being deleted', async () => {
    const { add, client, settled, ports } = await openComponents();
    meanwhile(ports, environment, () => client.send(new DeleteServiceCommand({ name: 'app' })));

    await expect(add(attached)).rejects.toMatchObject({ name: 'ConflictException' });

    await settled();
  });

  it('is not changed where its instance is', async () => {
    const { add, change, show, updateInstance, settled, ports } = await openComponents();
    await add(attached);
    await settled();
    meanwhile(ports, { writing: 'proton#component#' }, () => updateInstance('one'));

    await expect(change()).rejects.toMatchObject({ name: 'ConflictException' });

    expect(await show()).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    await settled();
  });

  it('is not detached where its instance is changed', async () => {
    const { add, change, show, updateInstance, settled, ports } = await openComponents();
    await add(attached);
    await settled();
    meanwhile(ports, { writing: 'proton#component#' }, () => updateInstance('one'));

    await expect(change(detached)).rejects.toMatchObject({ name: 'ConflictException' });

    expect(await show()).toMatchObject({ ...attached, deploymentStatus: 'SUCCEEDED' });
    await settled();
  });

  it('is attached to a new instance of a service once nothing takes that back any more', async () => {
    const { add, update, end, get, instances, settled, provisioner } = await openComponents();
    const three = { serviceName: 'app', serviceInstanceName: 'three' };
    provisioner.outcome = ({ target, action }) =>
      target.instance === 'four' && action === 'create' ? { state: 'InProgress' } : done;
    await update(specOf({ one: 1, two: 2, three: 3, four: 4 }));
    await settled();
    expect(await instances()).toContainEqual(['three', 'SUCCEEDED']);

    await expect(add(three)).rejects.toMatchObject({ name: 'ConflictException' });

    await end('service-instance/four', failed);
    expect(await get()).toMatchObject({ status: 'UPDATE_FAILED_CLEANUP_COMPLETE' });
    provisioner.outcome = () => done;
    await update(specOf({ one: 1, two: 2, three: 3 }));
    await settled();
    expect(await add(three)).toMatchObject({ ...three, deploymentStatus: 'IN_PROGRESS' });
    await settled();
  });
});
