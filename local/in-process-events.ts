import type { Event, Events } from '../functions/ports/events.ts';
import type { Log } from '../functions/ports/log.ts';

type Listener = (event: Event) => void | Promise<void>;

/** Events that stay in this process; `subscribe` answers with what ends the subscription. */
export interface InProcessEvents extends Events {
  subscribe(listener: Listener): () => void;
}

/** The bus of the embedded program. A listener that fails is logged and never troubles the publisher or another listener. */
export function inProcessEvents(log: Log): InProcessEvents {
  const listeners = new Set<Listener>();
  const tell = async (listener: Listener, event: Event): Promise<void> => {
    try {
      await listener(event);
    } catch (error) {
      log.error('a listener failed', { detailType: event.detailType, error });
    }
  };
  return {
    publish: async (make) => {
      if (listeners.size === 0) return;
      for (const event of make()) for (const listener of listeners) void tell(listener, event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
