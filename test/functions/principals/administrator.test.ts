import { ensureAdministrator } from '../../../functions/principals/administrator.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';
import { account } from '../../door.ts';
import { type Callers, openCallers } from './callers.ts';

let door: Callers['door'];
let call: Callers['call'];

beforeEach(async () => void ({ door, call } = await openCallers()));

describe('the administrator', () => {
  it('is made once and keeps its keys', async () => {
    const again = await ensureAdministrator({ ...door.ports, secrets: plainSecrets() }, account);

    expect(again).toMatchObject({ ...door.administrator, arn: 'arn:aws:iam::000000000000:user/admin', name: 'admin' });
  });

  it('is one even when two programs begin at the same time', async () => {
    await call('DeletePrincipal', { Name: 'admin' });

    const [one, two] = await Promise.all(
      [1, 2].map(() => ensureAdministrator({ ...door.ports, secrets: plainSecrets() }, account)),
    );

    expect(one).toEqual(two);
  });
});
