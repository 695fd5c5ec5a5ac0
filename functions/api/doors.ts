import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Handler } from './handler.ts';

/** A door that speaks a wire of its own (REST, S3, a signed URL): which requests are for it, and its answers. */
export interface OtherDoor {
  takes(event: APIGatewayProxyEventV2): boolean;
  handler: Handler;
}

/** One handler of all: the first door that takes a request answers it, `otherwise` the rest. */
export const oneOf =
  (doors: OtherDoor[], otherwise: Handler): Handler =>
  (event) =>
    (doors.find((door) => door.takes(event))?.handler ?? otherwise)(event);

/** A door whose code is loaded when the first request comes for it. */
export function onDemand(takes: OtherDoor['takes'], load: () => Promise<Handler>): OtherDoor {
  let loaded: Promise<Handler> | undefined;
  return { takes, handler: async (event) => (await (loaded ??= load()))(event) };
}
