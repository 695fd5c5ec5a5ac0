import type { Rule } from '@aws-sdk/client-eventbridge';
import { ruleArn, type RuleRecord } from './record.ts';

/** A rule as EventBridge shows it. */
export const viewOf = (record: RuleRecord): Rule => ({
  Name: record.name,
  Arn: ruleArn(record),
  ...(record.eventPattern !== undefined && { EventPattern: record.eventPattern }),
  ...(record.scheduleExpression !== undefined && { ScheduleExpression: record.scheduleExpression }),
  State: record.state,
  ...(record.description !== undefined && { Description: record.description }),
  ...(record.roleArn !== undefined && { RoleArn: record.roleArn }),
  EventBusName: record.bus,
});
