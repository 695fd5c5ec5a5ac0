import type { Trigger } from './api/trigger.ts';
import { deploymentTrigger } from './opsworks/trigger.ts';
import { protonTrigger } from './proton/trigger.ts';
import { automationTrigger } from './ssm/trigger.ts';

/** What rules may start: one line per room. */
export const triggers: Trigger[] = [automationTrigger, protonTrigger, deploymentTrigger];
