import { decide } from '../api/iam/decide.ts';
import { callContext } from '../api/iam/request-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { storedIdentities } from './identities.ts';
import { namedPrincipal } from './named-principal.ts';

/** What somebody would do, where no request passes the door: `arn` is a user's of ours or an IAM identity's. */
export interface Wish {
  arn: string;
  action: string;
  resources: string[];
  region: string;
}

/** Whether the policies that a principal has now allow something; nobody who was deleted may do anything. */
export const mayNow =
  ({ store, clock }: { store: Store; clock: Clock }) =>
  async ({ arn, action, resources, region }: Wish): Promise<boolean> => {
    const [, , , , account = '', path = ''] = arn.split(':');
    const name = path.startsWith('user/') ? path.slice('user/'.length) : undefined;
    const named = name === undefined ? undefined : await namedPrincipal(name, store);
    const principal = named?.arn === arn ? named : await storedIdentities(store).find(arn);
    if (!principal) return false;
    const caller = { arn, name: name ?? path, account, region };
    const context = () => callContext({ caller, input: {}, now: clock.now() });
    return resources.every((resource) => decide(principal, { action, resource, context }) === 'Allowed');
  };
