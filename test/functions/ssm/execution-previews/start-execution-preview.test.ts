import { CreateDocumentCommand, UpdateDocumentCommand } from '@aws-sdk/client-ssm';
import { runbook, step } from '../documents/runbooks.ts';
import { openPreviews } from './previews-door.ts';

const acting = (name: string, action: string, inputs: object) => ({ name, action, inputs });
const sleep = (name: string) => acting(name, 'aws:sleep', { Duration: 'PT1S' });
const tag = (name: string) => acting(name, 'aws:createTags', { ResourceIds: ['i-1'], Tags: [] });
const script = (name: string) =>
  acting(name, 'aws:executeScript', { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' });
const loop = (name: string, steps: object[]) => acting(name, 'aws:loop', { Iterators: ['x', 'y'], Steps: steps });

describe('StartExecutionPreview', () => {
  it('counts the steps by what they do', async () => {
    const { preview } = await openPreviews({ mainSteps: [step('a'), sleep('b'), tag('c'), script('d')] });

    expect(await preview()).toMatchObject({
      Status: 'Success',
      EndedAt: new Date('2026-01-01T00:00:00Z'),
      ExecutionPreview: {
        Automation: {
          StepPreviews: { Mutating: 1, NonMutating: 2, Undetermined: 1 },
          Regions: ['us-east-1'],
          TargetPreviews: [],
          TotalAccounts: 1,
        },
      },
    });
  });

  it.each([
    ['a loop that only waits', [sleep('x')], { Mutating: 0, NonMutating: 1, Undetermined: 0 }],
    ['a loop with a script', [sleep('x'), script('y')], { Mutating: 0, NonMutating: 0, Undetermined: 1 }],
    ['a loop that changes something', [script('x'), tag('y')], { Mutating: 1, NonMutating: 0, Undetermined: 0 }],
  ])('counts %s by its gravest step', async (_, steps, expected) => {
    const { preview } = await openPreviews({ mainSteps: [loop('turn', steps)] });

    expect((await preview()).ExecutionPreview?.Automation?.StepPreviews).toEqual(expected);
  });

  it('counts accounts, Regions and targets that are given one by one', async () => {
    const { preview } = await openPreviews({ parameters: { Id: { type: 'String' } } });

    const { ExecutionPreview } = await preview({
      TargetParameterName: 'Id',
      Targets: [{ Key: 'ParameterValues', Values: ['i-1', 'i-2', 'i-1'] }],
      TargetLocations: [
        { Accounts: ['111111111111', '222222222222'], Regions: ['eu-west-1'] },
        {
          Accounts: ['222222222222', '333333333333'],
          Regions: ['eu-west-1', 'us-east-1'],
          ExcludeAccounts: ['333333333333'],
        },
      ],
    });

    expect(ExecutionPreview?.Automation).toMatchObject({
      Regions: ['eu-west-1', 'us-east-1'],
      TotalAccounts: 2,
      TargetPreviews: [{ Count: 2, TargetType: 'AWS::EC2::Instance' }],
    });
  });

  it('counts every target map', async () => {
    const { preview } = await openPreviews({ parameters: { Id: { type: 'String' } } });

    const { ExecutionPreview } = await preview({ TargetMaps: [{ Id: ['1'] }, { Id: ['1'] }] });

    expect(ExecutionPreview?.Automation?.TargetPreviews).toEqual([{ Count: 2, TargetType: 'AWS::EC2::Instance' }]);
  });

  it.each([
    ['a tag', { Targets: [{ Key: 'tag:Stage', Values: ['prod'] }] }, 'Target tag:Stage'],
    ['all instances', { Targets: [{ Key: 'InstanceIds', Values: ['*'] }] }, 'Target InstanceIds'],
    ['a unit', { TargetLocations: [{ Accounts: ['ou-abcd-12345678'] }] }, 'Organizational unit ou-abcd-12345678'],
    [
      'a list elsewhere',
      { TargetLocationsURL: 'https://bucket.s3.us-east-1.amazonaws.com/list.json' },
      'TargetLocationsURL',
    ],
  ])('comes to nothing, and says so, where targets are %s', async (_, inputs, named) => {
    const { preview } = await openPreviews();

    const answer = await preview(inputs);

    expect(answer).toMatchObject({
      Status: 'Failed',
      StatusMessage: `${named} cannot be resolved by a preview on this server.`,
    });
    expect(answer).not.toHaveProperty('ExecutionPreview');
  });

  it('takes a version, and parameters some of which are still missing', async () => {
    const parameters = { Id: { type: 'String' }, Count: { type: 'Integer' } };
    const { client, start } = await openPreviews({ parameters });
    await client.send(new UpdateDocumentCommand({ Name: 'Gate', Content: runbook() }));

    await start({ Parameters: { Count: ['3'] } }, { DocumentVersion: '1' });

    await expect(start({ Parameters: { Count: ['3'] } }, { DocumentVersion: '2' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Undefined execution inputs: [Count]',
    });
  });

  it.each([
    ['a document that is not there', undefined, { DocumentName: 'Door' }],
    ['a version that is not there', undefined, { DocumentVersion: '9' }],
    ['a document that is no runbook', undefined, { DocumentName: 'Notes' }],
    ['a value of another type', { Parameters: { Count: ['many'] } }, {}],
    ['a parameter that is none', { Parameters: { Id: ['a'] } }, {}],
  ])('refuses %s', async (_, inputs, input) => {
    const { client, start } = await openPreviews({ parameters: { Count: { type: 'Integer' } } });
    const notes = { DocumentType: 'ChangeCalendar', DocumentFormat: 'TEXT', Content: 'notes' } as const;
    await client.send(new CreateDocumentCommand({ Name: 'Notes', ...notes }));

    await expect(start(inputs, input)).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});
