import { resources } from '../../../functions/ssm/resources.ts';

const caller = { arn: 'arn:aws:iam::000000000000:user/a', name: 'a', account: '000000000000', region: 'eu-west-1' };
const own = (resource: string): string => `arn:aws:ssm:eu-west-1:000000000000:${resource}`;
const id = '4105a4fc-f944-11e6-9d32-0a1b2c3d495h';
const byArn = 'arn:aws:ssm:us-east-1:111122223333:document/Deploy';
const execution = own('automation-execution/00000000-0000-0000-0000-000000000000');

describe('the resources of an SSM call', () => {
  it.each<[string, object, string[][]]>([
    ['GetAutomationExecution', { AutomationExecutionId: id }, [[own(`automation-execution/${id}`)]]],
    ['StopAutomationExecution', { AutomationExecutionId: id }, [[own(`automation-execution/${id}`)]]],
    ['SendAutomationSignal', { AutomationExecutionId: id }, [[own(`automation-execution/${id}`)]]],
    ['DescribeAutomationStepExecutions', { AutomationExecutionId: id }, [[own(`automation-execution/${id}`)]]],
    ['DescribeAutomationExecutions', {}, [['*']]],
    ['ListDocuments', {}, [['*']]],
    ['CreateDocument', { Name: 'Deploy' }, [[own('document/Deploy')]]],
    ['GetDocument', { Name: byArn }, [[byArn]]],
    ['GetDocument', { Name: own('document/Deploy') }, [[own('document/Deploy')]]],
    ['GetDocument', { Name: 'AWS-StopEC2Instance' }, [['arn:aws:ssm:eu-west-1::document/AWS-StopEC2Instance']]],
    ['AddTagsToResource', { ResourceType: 'Document', ResourceId: 'Deploy' }, [[own('document/Deploy')]]],
    ['ListTagsForResource', { ResourceType: 'Automation', ResourceId: id }, [[own(`automation-execution/${id}`)]]],
    ['RemoveTagsFromResource', { ResourceType: 'Parameter', ResourceId: 'x' }, [[own('opsitem/x')]]],
    ['ListTagsForResource', { ResourceType: 'Document', ResourceId: '' }, [[own('document/none')]]],
    ['GetCalendarState', { CalendarNames: ['One', byArn] }, [[own('document/One'), byArn]]],
    ['GetCalendarState', { CalendarNames: [] }, [[own('document/none')]]],
    [
      'StartAutomationExecution',
      { DocumentName: 'Deploy' },
      [[own('automation-definition/Deploy:$DEFAULT')], [own('document/Deploy'), execution]],
    ],
    [
      'StartAutomationExecution',
      { DocumentName: byArn, DocumentVersion: '3' },
      [['arn:aws:ssm:us-east-1:111122223333:automation-definition/Deploy:3'], [byArn, execution]],
    ],
    [
      'StartAutomationExecution',
      { DocumentName: own('automation-definition/Deploy:4') },
      [[own('automation-definition/Deploy:4')], [own('document/Deploy'), execution]],
    ],
    [
      'StartAutomationExecution',
      { DocumentName: 'AWS-StopEC2Instance' },
      [
        ['arn:aws:ssm:eu-west-1::automation-definition/AWS-StopEC2Instance:$DEFAULT'],
        ['arn:aws:ssm:eu-west-1::document/AWS-StopEC2Instance', execution],
      ],
    ],
    [
      'StartChangeRequestExecution',
      { DocumentName: 'Change', Runbooks: [{ DocumentName: 'Deploy', DocumentVersion: '2' }] },
      [
        [own('automation-definition/Change:$DEFAULT'), own('automation-definition/Deploy:2')],
        [own('document/Change'), own('document/Deploy'), execution],
      ],
    ],
  ])('%s %j', (operation, input, expected) => {
    expect(resources(operation, { ...input }, caller)).toEqual(expected);
  });
});
