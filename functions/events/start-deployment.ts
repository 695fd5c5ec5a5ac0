import { ApiError } from '../api/error.ts';
import type { Principal } from '../api/principal.ts';
import { isMap, type JsonObject } from '../ports/json.ts';
import { InvalidInput } from './input/target-input.ts';
import type { Place } from './event-buses/bus.ts';
import { startName } from './deliveries/start-name.ts';
import type { Targets } from './targets/targets.ts';

/** What a rule of the account sends: what to start, its input, and the event's id, so that one event starts it once. */
export interface Order {
  target: string;
  input?: JsonObject;
  id?: string;
}

/** Who starts what the account's rules order: the principal of this name, with the policy it was created with. */
export const orderer = 'events';

/** By whom and where an order is carried out; `id` names it where the order has none of its own. */
interface Circumstances {
  principal: Principal | undefined;
  place: Place;
  id: string;
}

/** Carries an order out. Throws what the operation throws, InvalidInput, AccessDeniedException. */
export async function startDeployment(
  order: unknown,
  targets: Targets,
  { principal, place, id }: Circumstances,
): Promise<object> {
  const { target, input, id: own = id } = checked(order);
  if (!principal)
    throw new ApiError('AccessDeniedException', `Nothing may be started before there is a principal '${orderer}'.`);
  const token = startName([own, target]);
  return targets.startAs(principal, { arn: target, start: { ...(input && { input }), token } }, place);
}

function checked(order: unknown): Order {
  const { target, input, id } = isMap(order) ? order : {};
  if (typeof target !== 'string')
    throw new InvalidInput('The input must have a target, an ARN, and may have an input and an id.');
  if (input !== undefined && !isMap(input)) throw new InvalidInput('The input of an order must be a JSON object.');
  if (id !== undefined && typeof id !== 'string') throw new InvalidInput('The id of an order must be a text.');
  return { target, ...(input && { input }), ...(id !== undefined && { id }) };
}
