import type { Principal } from '../api/principal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Store } from '../ports/store.ts';
import { unlessConflict } from '../ports/until-written.ts';
import { createPrincipal } from './create-principal.ts';
import { accessKeyKey, nameKey, opened, type PrincipalRecord } from './record.ts';

const Name = 'admin';
const PolicyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

interface Needs {
  store: Store;
  clock: Clock;
  ids: Ids;
  secrets: Secrets;
}

/** The administrator of an embedded program, `user/admin`, allowed everything: made where there is none, with the keys it has for good. */
export async function ensureAdministrator(ports: Needs, account: string): Promise<Principal> {
  const stored = await ports.store.get<PrincipalRecord>(nameKey(Name));
  if (!stored) await createPrincipal({ Name, PolicyDocument }, ports, { account }).catch(unlessConflict);
  const { AccessKeyId } = stored?.value ?? (await administratorRecord(ports.store));
  const principal = AccessKeyId && (await ports.store.get<Principal>(accessKeyKey(AccessKeyId)));
  if (!principal) throw new Error(`The store has no access key of the principal ${Name}`);
  return opened(principal.value, ports.secrets);
}

async function administratorRecord(store: Store): Promise<PrincipalRecord> {
  const stored = await store.get<PrincipalRecord>(nameKey(Name));
  if (!stored) throw new Error(`The store has no principal ${Name}`);
  return stored.value;
}
