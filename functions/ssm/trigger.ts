import type { Trigger } from '../api/trigger.ts';
import { ssm } from './index.ts';

/**
 * `arn:aws:ssm:REGION:ACCOUNT:automation-definition/NAME:VERSION` starts that runbook, the input being its parameters, a list of values for each.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-event-bridge.html
 */
export const automationTrigger: Trigger = {
  service: ssm,
  callFor({ service, resource }, { input, token }) {
    const [, DocumentName, DocumentVersion] = /^automation-definition\/([^:]+)(?::(.+))?$/.exec(resource) ?? [];
    if (service !== 'ssm' || DocumentName === undefined) return undefined;
    const request = {
      DocumentName,
      ...(DocumentVersion !== undefined && { DocumentVersion }),
      ...(input && { Parameters: input }),
      ClientToken: token,
    };
    return { operation: 'StartAutomationExecution', input: request };
  },
};
