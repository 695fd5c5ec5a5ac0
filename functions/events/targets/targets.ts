import type { Caller } from '../../api/action.ts';
import { ApiError } from '../../api/error.ts';
import { checkErrand, type Errand, perform } from '../../api/perform.ts';
import type { Principal } from '../../api/principal.ts';
import { arnFrom, type Start, type Trigger } from '../../api/trigger.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalidTargetArn } from '../errors.ts';
import type { Place } from '../event-buses/bus.ts';
import type { FindPrincipal } from '../room.ts';
import type { Owner, RuleRecord, RuleTarget } from '../rules/record.ts';

/** A principal that put a target and is none any more. */
export class OwnerGone extends Error {
  override name = 'OwnerGone';
}

type Called = Pick<Errand, 'service' | 'operation' | 'input'>;

/** What the targets of rules start, and who may. */
export class Targets {
  readonly #triggers: Trigger[];
  readonly #principalNamed: FindPrincipal;
  readonly #ports: Ports;

  constructor(triggers: Trigger[], principalNamed: FindPrincipal, ports: Ports) {
    this.#triggers = triggers;
    this.#principalNamed = principalNamed;
    this.#ports = ports;
  }

  /** Who puts a target now, as it is remembered. */
  async ownerOf({ name }: Caller): Promise<Owner> {
    const { accessKeyId } = await this.#principal(name);
    return { name, accessKeyId };
  }

  /** Refuses a caller who may not do what the targets do. Throws AccessDeniedException, ValidationException. */
  async checkAllowed(targets: RuleTarget[], caller: Caller): Promise<void> {
    if (targets.length === 0) return;
    const principal = await this.#principal(caller.name);
    const { account, region } = caller;
    for (const { target } of targets) {
      const called = this.#callOf(target.Arn ?? '', { token: '' }, caller);
      checkErrand({ ...called, principal, account, region }, this.#ports.clock.now());
    }
  }

  /** Starts what a target names, as its owner. Throws what the operation throws, OwnerGone, AccessDeniedException. */
  async start({ target, putBy }: RuleTarget, start: Start, { account, region }: RuleRecord): Promise<object> {
    const principal = await this.#principalNamed(putBy.name);
    if (principal?.accessKeyId !== putBy.accessKeyId || !principal)
      throw new OwnerGone(`The principal ${putBy.name} that put the target is gone.`);
    return this.startAs(principal, { arn: target.Arn ?? '', start }, { account, region });
  }

  /** Starts what an ARN names, as a principal. Throws what the operation throws, AccessDeniedException. */
  async startAs(principal: Principal, { arn, start }: { arn: string; start: Start }, place: Place): Promise<object> {
    const called = this.#callOf(arn, start, place);
    return perform({ ...called, principal, ...place }, this.#ports);
  }

  #callOf(text: string, start: Start, place: Place): Called {
    const arn = arnFrom(text);
    if (!arn) throw invalidTargetArn(text, 'Provided Arn is not in correct format.');
    for (const trigger of this.#triggers) {
      const call = trigger.callFor(arn, start);
      if (!call || !Object.hasOwn(trigger.service.actions, call.operation)) continue;
      if (arn.account !== place.account || arn.region !== place.region)
        throw invalidTargetArn(text, `A target must be in the rule's account and region.`);
      return { service: trigger.service, ...call };
    }
    throw invalidTargetArn(text, 'It names nothing that a rule can start here.');
  }

  async #principal(name: string): Promise<Principal> {
    const principal = await this.#principalNamed(name);
    if (!principal)
      throw new ApiError('AccessDeniedException', `There is no principal ${name} that targets could act as.`);
    return principal;
  }
}
