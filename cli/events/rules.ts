import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import { calling, printing } from '../calling.ts';
import { type Arguments, type Body, textOption } from '../command.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { type Column, sheet, statusColour, tableOf } from '../table.ts';

const busOf = (given: Arguments) => ({ EventBusName: textOption(given, 'bus') ?? 'default' });

const columns: Column<Rule>[] = [
  ['RULE', ({ Name }) => Name],
  ['STATE', ({ State }) => State, statusColour],
  ['WHEN', ({ ScheduleExpression, EventPattern }) => ScheduleExpression ?? EventPattern],
];

/** quaymaster events rules: what starts something, and when. */
export const listRules: Body = async (given) => {
  const input = busOf(given);
  const found = await calling(given, ({ call }) =>
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
  const [name] = given.positionals;
  const [rule, targets] = await calling(given, async ({ call }) => [
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
  (target: string, done: string): Body =>
  (given) =>
    printing(given, async ({ call }) => {
      const [Name = ''] = given.positionals;
      await call(target, { Name, ...busOf(given) });
      return [`${done} ${Name}`];
    });

/** quaymaster events enable: a rule starts things again. */
export const enableRule: Body = switching('AWSEvents.EnableRule', 'enabled');

/** quaymaster events disable: a rule starts nothing until it is enabled. */
export const disableRule: Body = switching('AWSEvents.DisableRule', 'disabled');
