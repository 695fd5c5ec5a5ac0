import type { Scripts } from '../scripts.ts';

/** In the account nothing runs scripts: a step that needs one fails and says so. The embedded program runs them. */
export const noScripts: Scripts = {
  start: async ({ id }) => {
    throw new Error(`The script ${id} was not started: scripts run in the embedded program only`);
  },
  stop: async () => undefined,
};
