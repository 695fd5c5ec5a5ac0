import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { clientOf } from './client.ts';

const events = clientOf((configuration) => new EventBridgeClient(configuration));

export const listRules = (EventBusName: string, NextToken?: string) =>
  events((client) => client.send(new ListRulesCommand({ EventBusName, NextToken, Limit: 100 })));

export const listTargetsByRule = (EventBusName: string, Rule: string, NextToken?: string) =>
  events((client) => client.send(new ListTargetsByRuleCommand({ EventBusName, Rule, NextToken })));
