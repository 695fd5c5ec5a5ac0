import type { Key } from '../../ports/store.ts';

/** The partition of a deployment and its commands. */
export const deploymentPartition = (id: string): string => `opsworks-deployment#${id}`;

/** Where a deployment is kept. */
export const deploymentKey = (id: string): Key => ({ partition: deploymentPartition(id), sort: 'deployment' });

/** The app of a deployment as it was when that was asked for, secrets included; gone when it is over. */
export const appSnapshotKey = (id: string): Key => ({ partition: deploymentPartition(id), sort: 'app' });

const daysKept = 400;

/** When a record of the past goes, in epoch seconds. */
export const expiryOf = (time: number): number => Math.ceil(time / 1000) + daysKept * 86_400;
