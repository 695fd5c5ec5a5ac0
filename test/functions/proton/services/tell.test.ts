import type { ServiceRecord } from '../../../../functions/proton/services/record.ts';
import { done } from '../fake-provisioner.ts';
import { openServices } from './services-room.ts';

const hasNews = ({ told, heard }: Partial<ServiceRecord>): boolean => told !== heard;

describe('a service whose deployment ended', () => {
  it('goes on also when it could not be told at first', async () => {
    const room = await openServices();
    const { store } = room.ports;
    const write = store.write.bind(store);
    const aside = { state: 'InProgress' } as const;
    room.provisioner.outcome = () => aside;
    await room.create();
    await room.settled();
    let tells = 0;
    store.write = async (changes) => {
      const [change] = changes;
      const isService =
        changes.length === 1 && change && 'put' in change && change.put.partition.startsWith('proton#service#');
      const isNews = isService && hasNews(change.put.value);
      if (isNews) tells += 1;
      // Its last instance is the one that it goes on after.
      if (isNews && tells === 2) throw new Error('the store is away');
      return write(changes);
    };

    for (const instance of ['one', 'two']) await room.end(`service-instance/${instance}`, done);
    room.clock.advance(1000);
    await room.settled();
    await room.end('pipeline', done);

    expect(await room.get()).toMatchObject({ status: 'ACTIVE' });
  });
});
