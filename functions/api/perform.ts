import { act } from './act.ts';
import type { Caller } from './action.ts';
import { type Asked, checkAllowed } from './authorize.ts';
import { callContext } from './iam/request-context.ts';
import type { Principal } from './principal.ts';
import type { Service } from './service.ts';
import { readInput } from './validate.ts';
import type { JsonObject } from '../ports/json.ts';
import type { Ports } from '../ports/ports.ts';

/** A call that something else than an HTTP request makes for a principal: an event, a schedule. `region` is where it acts. */
export interface Errand {
  service: Service;
  operation: string;
  input: JsonObject;
  principal: Principal;
  account: string;
  region: string;
}

/** Does what the door does with a request: validates, asks the principal's policies, acts. Throws what the operation throws, and AccessDeniedException. */
export async function perform(errand: Errand, ports: Ports): Promise<object> {
  const { service, operation } = errand;
  const input = readInput(service.contract, operation, errand.input);
  const asked = { ...askedOf(errand), input };
  const now = ports.clock.now();
  const located = await service.locate?.(asked, ports);
  checkAllowed(asked, () => callContext({ ...asked, now }), located);
  return act({ service, operation, input, caller: asked.caller }, ports);
}

/** Refuses what the principal may not do, before all of its input is known. Throws AccessDeniedException. */
export function checkErrand(errand: Errand, now: number): void {
  const asked = askedOf(errand);
  checkAllowed(asked, () => callContext({ ...asked, now }));
}

function askedOf({ service, operation, input, principal, account, region }: Errand): Asked {
  const { arn, name, groups } = principal;
  const caller: Caller = { arn, name, account, region, ...(groups && { groups }) };
  return { service, operation, input, principal, caller };
}
