import type { Caller } from './action.ts';
import type { Call } from './call.ts';
import { throttlingException } from './errors.ts';
import type { Ports } from '../ports/ports.ts';
import { unlessConflict } from '../ports/until-written.ts';

/** What is to be done, and by whom. */
type Acting = Pick<Call, 'service' | 'operation' | 'input' | 'caller'>;

const attempts = 20;

/** Runs the operation's action, again after each lost race for a record; an action must leave its input as it is. */
export async function act({ service, operation, input, caller }: Acting, ports: Ports): Promise<object> {
  const action = service.actions[operation] as (input: object, ports: Ports, caller: Caller) => Promise<object>;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const output = await action(input, ports, caller).catch(unlessConflict);
    if (output) return output;
  }
  throw throttlingException();
}
