import type { OtherDoor } from '../functions/api/doors.ts';
import type { Service } from '../functions/api/service.ts';
import { eventOf } from '../functions/events/event.ts';
import { busNames } from '../functions/events/event-buses/bus.ts';
import { deadLettersService } from '../functions/events/dead-letters-service.ts';
import { eventsService } from '../functions/events/index.ts';
import { closeRoom, makeRoom, openRoom, type Room } from '../functions/events/room.ts';
import { tellListeners } from '../functions/listeners.ts';
import type { Event } from '../functions/ports/events.ts';
import type { Ports } from '../functions/ports/ports.ts';
import { namedPrincipal } from '../functions/principals/named-principal.ts';
import { triggers } from '../functions/triggers.ts';
import { countedHealth } from './counted-health.ts';
import type { InProcessEvents } from './in-process-events.ts';

/** EventBridge of the embedded program. */
export interface EventBus {
  services: Service[];
  /** Tells in `/health` what was counted. */
  health: OtherDoor;
  /** Goes on with what was on its way. */
  open(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  ports: Ports;
  events: InProcessEvents;
  account: string;
  region: string;
}

/** Puts EventBridge on top of the ports; this program's own events reach the rules of both buses. */
export function eventBus({ ports, events, account, region }: Parts): EventBus {
  const { metrics, door } = countedHealth();
  const principalNamed = (name: string) => namedPrincipal(name, ports.store);
  const room = makeRoom({ ports, triggers, principalNamed, metrics, hear: (event) => tellListeners(event, ports) });
  followOwn(room, { ports, events, account, region });
  return {
    services: [eventsService(room), deadLettersService(room)],
    health: door,
    open: () => openRoom(room),
    close: () => closeRoom(room),
  };
}

/** Listens to this program's own events while there are rules, for nothing is made of them while nobody listens. */
function followOwn(room: Room, { ports, events, account, region }: Parts): void {
  let stop: (() => void) | undefined;
  const take = async (event: Event): Promise<void> => {
    const whole = eventOf(event, { id: ports.ids.uuid(), account, region, time: ports.clock.now() });
    await room.deliveries.accept([{ event: whole, rules: room.rules.matching(whole, busNames) }]);
  };
  room.rules.onChange(() => {
    if (room.rules.hasPatterns) stop ??= events.subscribe(take);
    else stop = void stop?.();
  });
}
