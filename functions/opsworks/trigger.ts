import type { Trigger } from '../api/trigger.ts';
import { opsworks } from './index.ts';

/**
 * `arn:aws:opsworks:REGION:ACCOUNT:stack/ID/` makes a deployment in that stack, the input being the rest of CreateDeployment's: Command, AppId,
 * LayerIds … CreateDeployment takes no token, so around a crash a delivery may deploy twice.
 */
export const deploymentTrigger: Trigger = {
  service: opsworks,
  callFor({ service, resource }, { input }) {
    const [, StackId] = /^stack\/([\w-]+)\/?$/.exec(resource) ?? [];
    if (service !== 'opsworks' || StackId === undefined) return undefined;
    return { operation: 'CreateDeployment', input: { ...input, StackId } };
  },
};
