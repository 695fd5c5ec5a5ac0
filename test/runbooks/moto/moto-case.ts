import type { AutomationExecution } from '@aws-sdk/client-ssm';
import type { JsonObject } from '../../../functions/ports/json.ts';

/** Asks the moto server directly, past all runbooks: `ask('ec2', 'DescribeInstances')`. */
export type Ask = (service: string, operation: string, input?: JsonObject) => Promise<JsonObject>;

/** One runbook that really changes something in moto. */
export interface MotoCase {
  name: string;
  /** A public runbook of ../shared/cases/runbooks, or one of `documents/`, which are written in the style of AWS's. */
  runbook: string;
  /** Puts there what the runbook works on, and says what it is started with. */
  prepare: (ask: Ask) => Promise<Record<string, string[]>>;
  /** Looks at what is in moto afterwards. */
  check: (ask: Ask, parameters: Record<string, string[]>, execution: AutomationExecution) => Promise<void>;
}

/** A role that moto lets anybody assume. */
export const AutomationAssumeRole = ['arn:aws:iam::123456789012:role/Automation'];

/** Who may approve: the one who runs the tests. */
export const approval = {
  Approvers: ['arn:aws:iam::000000000000:user/admin'],
  SNSTopicArn: ['arn:aws:sns:us-east-1:123456789012:Automation-Approvals'],
};
