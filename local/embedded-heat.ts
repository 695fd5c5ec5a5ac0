import { onDemand, type OtherDoor } from '../functions/api/doors.ts';
import type { Principal, Principals } from '../functions/api/principal.ts';
import { isForHeat } from '../functions/heat/is-for-heat.ts';
import type { Settings } from '../functions/heat/settings.ts';
import type { Ports } from '../functions/ports/ports.ts';

/** The administrator's token for OpenStack clients, and how Heat's API is to behave. */
export interface HeatOptions {
  token: string;
  settings?: Partial<Settings>;
}

/** Whom the door trusts. */
interface Trust {
  principals: Principals;
  account: string;
  region: string;
  administrator: Principal;
}

/** OpenStack's door of the embedded program, loaded when it is first used. It may hold polls. */
export function embeddedHeat(
  ports: Ports,
  { administrator: { accessKeyId }, ...trust }: Trust,
  heat: HeatOptions | undefined,
): OtherDoor {
  const load = async () => {
    const { heatDoor } = await import('../functions/heat/door.ts');
    const operator = heat && { token: heat.token, accessKeyId };
    return heatDoor({ ports, ...trust, operator, settings: { ...heat?.settings, holds: true } }).handler;
  };
  return onDemand(({ rawPath, requestContext: { http } }) => isForHeat(rawPath, http.method), load);
}
