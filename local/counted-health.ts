import type { OtherDoor } from '../functions/api/doors.ts';
import type { Metrics } from '../functions/ports/metrics.ts';

/** Counts since the program started, and a door that tells them in `/health` once there are any. */
export function countedHealth(): { metrics: Metrics; door: OtherDoor } {
  const counts: Record<string, number> = {};
  return {
    metrics: { count: (name) => void (counts[name] = (counts[name] ?? 0) + 1) },
    door: {
      takes: ({ rawPath, requestContext: { http } }) =>
        rawPath === '/health' && http.method === 'GET' && Object.keys(counts).length > 0,
      handler: async () => ({
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status: 'ok', events: counts }),
      }),
    },
  };
}
