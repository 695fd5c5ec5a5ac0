import { resourceChanges } from '../../../../functions/proton/previews/resource-changes.ts';

const topic = (name: string) => `Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: ${name}, FifoTopic: !Ref Fifo }
`;

describe('the changes of resources', () => {
  it('are told in the words of change sets, with the properties and attributes that change', () => {
    const Before = `${topic('one')}  Old: { Type: AWS::SQS::Queue }\n`;
    const After = `${topic('two')}    DependsOn: Fresh\n  Fresh: { Type: AWS::SQS::Queue }\n`;

    expect(resourceChanges([{ Path: 'a/t.yaml', Before, After }])).toEqual([
      {
        Action: 'Modify',
        LogicalResourceId: 'Topic',
        ResourceType: 'AWS::SNS::Topic',
        Members: ['DisplayName', 'DependsOn'],
      },
      { Action: 'Add', LogicalResourceId: 'Fresh', ResourceType: 'AWS::SQS::Queue', Members: [] },
      { Action: 'Remove', LogicalResourceId: 'Old', ResourceType: 'AWS::SQS::Queue', Members: [] },
    ]);
  });

  it('are told by what a text says, not by how it is written', () => {
    const After =
      '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic","Properties":{"FifoTopic":{"Ref":"Fifo"},"DisplayName":"one"}}}}';

    expect(resourceChanges([{ Path: 't.yaml', Before: topic('one'), After }])).toEqual([]);
  });

  it('may be called what every object has', () => {
    const After = 'Resources: { constructor: { Type: AWS::SNS::Topic }, __proto__: { Type: AWS::SQS::Queue } }';

    expect(resourceChanges([{ Path: 't.yaml', After }]).map(({ LogicalResourceId }) => LogicalResourceId)).toEqual([
      'constructor',
      '__proto__',
    ]);
  });

  it.each([
    ['no template', 'main.tf', 'resource "a" "b" {}'],
    ['no YAML', 't.yaml', 'Resources: ['],
    ['no map', 't.yaml', 'Resources: [1]'],
    ['nested without end', 't.yaml', `Resources: ${'['.repeat(100_000)}`],
  ])('are none where a file is %s', (_, Path, After) => {
    expect(resourceChanges([{ Path, After }])).toEqual([]);
  });
});
