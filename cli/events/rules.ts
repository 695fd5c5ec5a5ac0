import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import type { Body } from '../command.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { type Column, sheet, statusColour, tableOf } from '../table.ts';
import { busOf, onBus } from './bus.ts';

const columns: Column<Rule>[] = [
  ['RULE', ({ Name }) => Name],
  ['STATE', ({ State }) => State, statusColour],
  ['WHEN', ({ ScheduleExpression, EventPattern }) => ScheduleExpression ?? EventPattern],
];

/** quaymaster events rules: what starts something, and when. */
export const listRules: Body = async (given) => {
  const input = busOf(given);
  const instead = `aws events list-rules --event-bus-name ${input.EventBusName}`;
  const found = await onBus(given, instead, ({ call }) =>
    pagesFrom<Rule>(call, 'AWSEvents.ListRules', { member: 'Rules', input }),
  );
  return tell(
    given,
    { value: found, lines: (rows) => tableOf(rows, columns, sheet()) },
    'There is none. To make one: aws events put-rule',
  );
};

/** quaymaster events rule: a rule, and what it starts. */
export const showRule: Body = async (given) => {
  const [name = ''] = given.positionals;
  const instead = `aws events describe-rule --name ${name}`;
  const [rule, targets] = await onBus(given, instead, async ({ call }) => [
    await call<Rule>('AWSEvents.DescribeRule', { Name: name, ...busOf(given) }),
    await pagesFrom<Target>(call, 'AWSEvents.ListTargetsByRule', {
      member: 'Targets',
      input: { Rule: name, ...busOf(given) },
    }),
  ]);
  return tell(given, { value: { ...rule, Targets: targets }, lines: linesOf });
};

const targetColumns: Column<Target>[] = [
  ['TARGET', ({ Id }) => Id],
  ['STARTS', ({ Arn }) => Arn],
  ['INPUT', ({ Input, InputPath, InputTransformer }) => Input ?? InputPath ?? InputTransformer?.InputTemplate],
];

const linesOf = (rule: Rule & { Targets: Target[] }): string[] => {
  const { Name, State, Description, ScheduleExpression, EventPattern, Targets } = rule;
  return [
    `${Name}  ${sheet().paint(statusColour(State ?? '') ?? 'dim', State ?? '')}`,
    ...(Description ? [Description] : []),
    ScheduleExpression ?? EventPattern ?? '',
    '',
    ...tableOf(Targets, targetColumns, sheet()),
  ];
};

const switching =
  (verb: 'Enable' | 'Disable'): Body =>
  async (given) => {
    const [Name = ''] = given.positionals;
    const input = { Name, ...busOf(given) };
    const instead = `aws events ${verb.toLowerCase()}-rule --name ${Name}`;
    await onBus(given, instead, ({ call }) => call(`AWSEvents.${verb}Rule`, input));
    return tell(given, {
      value: { ...input, State: `${verb.toUpperCase()}D` },
      lines: () => [`${verb.toLowerCase()}d ${Name}`],
    });
  };

/** quaymaster events enable: a rule starts things again. */
export const enableRule: Body = switching('Enable');

/** quaymaster events disable: a rule starts nothing until it is enabled. */
export const disableRule: Body = switching('Disable');
