import type { SdkModule } from './sdk-package.ts';

/** Clients that are part of the program, by the names of their packages: none where packages are installed; the packager writes those that it bundles. */
export const bundledClients: Record<string, () => Promise<SdkModule>> = {};
