import type { SecretOwner } from '../../../functions/ports/secrets.ts';
import { createPrincipal } from '../../../functions/principals/create-principal.ts';
import { accessKeyKey } from '../../../functions/principals/record.ts';
import { storedPrincipals } from '../../../functions/principals/stored-principals.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';
import { account } from '../../door.ts';
import { type Callers, openCallers, policy } from './callers.ts';

let door: Callers['door'];
let call: Callers['call'];
let create: Callers['create'];

beforeEach(async () => void ({ door, call, create } = await openCallers()));

describe('stored principals', () => {
  it('are read again after five seconds, for those deleted by another process', async () => {
    const { accessKeyId } = await create('reader');
    const elsewhere = storedPrincipals({ ...door.ports, secrets: plainSecrets() });
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
    const principals = storedPrincipals({ ...door.ports, secrets: plainSecrets() });
    const first = await principals.find(door.administrator.accessKeyId);
    door.clock.advance(60_000);
    return [first, await principals.find(door.administrator.accessKeyId)];
  };

  it('do not remember what was read while it was deleted', async () => {
    const { accessKeyId } = await create('reader');
    const principals = storedPrincipals({ ...door.ports, secrets: plainSecrets() });
    const reading = principals.find(accessKeyId);
    principals.forget(accessKeyId);
    await reading;
    await call('DeletePrincipal', { Name: 'reader' });

    expect(await principals.find(accessKeyId)).toBeUndefined();
  });

  it('lie sealed on record, each for its own key', async () => {
    const { secrets, owners } = sealing();
    const ports = { ...door.ports, secrets };
    const made = await createPrincipal({ Name: 'sealed', PolicyDocument: policy }, ports, { account });
    const stored = await door.ports.store.get(accessKeyKey(made.AccessKeyId));

    expect(JSON.stringify(stored)).not.toContain(made.SecretAccessKey);
    expect(await storedPrincipals(ports).find(made.AccessKeyId)).toMatchObject({
      secretAccessKey: made.SecretAccessKey,
    });
    const owner = { principal: 'arn:aws:iam::000000000000:user/sealed', accessKeyId: made.AccessKeyId };
    expect(owners).toEqual([owner, owner]);
  });

  it('are opened again after five minutes, so that a key taken away in KMS opens nothing any more', async () => {
    const { secrets, owners } = sealing();
    const ports = { ...door.ports, secrets };
    const made = await createPrincipal({ Name: 'sealed', PolicyDocument: policy }, ports, { account });
    const principals = storedPrincipals(ports);
    owners.length = 0;

    await principals.find(made.AccessKeyId);
    door.clock.advance(299_999);
    await principals.find(made.AccessKeyId);
    expect(owners).toHaveLength(1);
    door.clock.advance(5000);
    await principals.find(made.AccessKeyId);
    expect(owners).toHaveLength(2);
  });
});

/** Secrets written backwards, and whose they were in each call. */
function sealing() {
  const owners: SecretOwner[] = [];
  const backwards = async (text: string, owner: SecretOwner) => {
    owners.push(owner);
    return [...text].reverse().join('');
  };
  return { secrets: { seal: backwards, open: backwards }, owners };
}
