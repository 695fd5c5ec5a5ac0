import { storedPrincipals } from '../../../functions/principals/stored-principals.ts';
import { type Callers, openCallers } from './callers.ts';

let door: Callers['door'];
let call: Callers['call'];
let create: Callers['create'];

beforeEach(async () => void ({ door, call, create } = await openCallers()));

describe('stored principals', () => {
  it('are read again after five seconds, for those deleted by another process', async () => {
    const { accessKeyId } = await create('reader');
    const elsewhere = storedPrincipals(door.ports.store, door.clock);
    const found = await elsewhere.find(accessKeyId);
    await call('DeletePrincipal', { Name: 'reader' });

    door.clock.advance(4999);
    expect(await elsewhere.find(accessKeyId)).toBe(found);
    door.clock.advance(1);
    expect(await elsewhere.find(accessKeyId)).toBeUndefined();
  });

  it('stay the same object as long as they are there', async () => {
    const found = await storedAgain();

    expect(found[1]).toBe(found[0]);
  });

  const storedAgain = async () => {
    const principals = storedPrincipals(door.ports.store, door.clock);
    const first = await principals.find(door.administrator.accessKeyId);
    door.clock.advance(60_000);
    return [first, await principals.find(door.administrator.accessKeyId)];
  };

  it('do not remember what was read while it was deleted', async () => {
    const { accessKeyId } = await create('reader');
    const principals = storedPrincipals(door.ports.store, door.clock);
    const reading = principals.find(accessKeyId);
    principals.forget(accessKeyId);
    await reading;
    await call('DeletePrincipal', { Name: 'reader' });

    expect(await principals.find(accessKeyId)).toBeUndefined();
  });
});
