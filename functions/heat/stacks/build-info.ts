import type { HeatAnswer } from '../call.ts';

/** GET /build_info: who answers. */
export const buildInfo = async (): Promise<HeatAnswer> => ({
  body: { api: { revision: 'quaymaster' }, engine: { revision: 'quaymaster' } },
});
