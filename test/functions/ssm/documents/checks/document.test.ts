import type { ContentFormat } from '../../../../../functions/ssm/documents/content.ts';
import { problemsOf } from '../../../../../functions/ssm/documents/checks/document.ts';
import { runbook, step } from '../runbooks.ts';
import { refusal } from './said.ts';

describe('checkDocument', () => {
  it.each([
    ['a JSON list', '[]', 'InvalidDocumentContent: The content of a document should be a map.'],
    ['no schema version', '{"mainSteps": []}', 'InvalidDocumentContent: Missing "schemaVersion" in the document.'],
    [
      'a schema version of none',
      runbook({ schemaVersion: '3.0' }),
      'InvalidDocumentContent: Document schema version is invalid. Value: 3.0',
    ],
    [
      'a schema version that is no text',
      runbook({ schemaVersion: [] }),
      'InvalidDocumentContent: Document schema version is invalid. Value: []',
    ],
    [
      'one of another type',
      runbook({ schemaVersion: '2.2' }),
      'InvalidDocumentSchemaVersion: Document schema version is invalid. Value: 2.2',
    ],
    ['a number for a schema version', runbook({ schemaVersion: 0.3 }), 'none'],
    [
      'more than 64 KB',
      runbook({ description: 'x'.repeat(65_536) }),
      'MaxDocumentSizeExceeded: The size limit of a document is 64 KB.',
    ],
  ])('answers a runbook with %s', (_, content, message) => {
    expect(refusal(content)).toBe(message);
  });

  it.each<[string, string, string, ContentFormat, string]>([
    [
      'a runbook under Command',
      runbook(),
      'Command',
      'JSON',
      'InvalidDocumentSchemaVersion: Document schema version is invalid. Value: 0.3',
    ],
    ['a Command document', '{"schemaVersion": "2.2", "mainSteps": []}', 'Command', 'JSON', 'none'],
    ['an old Command document', '{"schemaVersion": "1.2", "runtimeConfig": {}}', 'Command', 'JSON', 'none'],
    ['a Session document', '{"schemaVersion": "1.0", "sessionType": "Standard_Stream"}', 'Session', 'JSON', 'none'],
    ['a configuration', '[1, 2]', 'ApplicationConfiguration', 'JSON', 'none'],
    ['a configuration in text', 'a=1', 'ApplicationConfiguration', 'TEXT', 'none'],
    ['a calendar', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'ChangeCalendar', 'TEXT', 'none'],
    [
      'a broken configuration',
      '{',
      'ApplicationConfiguration',
      'JSON',
      'InvalidDocumentContent: JSON not well-formed. at Line: 1, Column: 2',
    ],
    [
      'a runbook in text',
      runbook(),
      'Automation',
      'TEXT',
      'InvalidDocumentContent: Document format TEXT is not supported for document type Automation.',
    ],
    [
      'a change template',
      runbook({
        emergencyChange: false,
        autoApprovable: true,
        templateInformation: '',
        executableRunBooks: [{ name: 'A', version: '1' }],
      }),
      'Automation.ChangeTemplate',
      'JSON',
      'none',
    ],
  ])('answers %s', (...[, content, type, format, message]) => {
    expect(refusal(content, type, format)).toBe(message);
  });
});

describe('problemsOf', () => {
  const told = (members: object) =>
    problemsOf(runbook(members), 'JSON', 'Automation').map(({ error, path }) => [path.join('.'), error.message]);

  it('tells all problems, each with its path, the first being the one CreateDocument tells', () => {
    const mainSteps = [
      { name: 'One', action: 'aws:nope', inputs: 1, maxAttempts: 0 },
      { action: 'aws:pause', inputs: {} },
      { name: 'Two', action: 'aws:pause', inputs: { a: ['{{ Size }}', '{{ One.Output }}'] }, maxAttempts: 0 },
      { name: 'Two', action: 'aws:loop', inputs: { Iterators: ['a'], Steps: [step('In', { nextStep: 'Out' })] } },
    ];

    expect(told({ outputs: ['One.A', 'Three.B'], mainSteps })).toEqual([
      ['mainSteps.0.action', 'Unknown action: aws:nope'],
      ['mainSteps.0.inputs', 'The inputs of step: One should be a map.'],
      ['mainSteps.1', 'Missing "name" in step detail.'],
      ['mainSteps.3.name', 'Duplicate step names found in mainSteps of the document.'],
      ['mainSteps.2.maxAttempts', 'maxAttempts: 0 is invalid in step: Two.'],
      ['mainSteps.3.inputs.Steps.0.nextStep', 'Unknown step name: "Out" in nextStep'],
      ['mainSteps.2.inputs.a.0', 'Parameter "Size" is not declared.'],
      ['outputs.1', 'Unknown step name in named output: Three.B'],
    ]);
  });

  it('tells none of a good document', () => {
    expect(told({})).toEqual([]);
  });

  it('tells what ends the reading alone', () => {
    expect(problemsOf('{', 'JSON', 'Automation')).toMatchObject([
      { path: [], error: { code: 'InvalidDocumentContent', message: 'JSON not well-formed. at Line: 1, Column: 2' } },
    ]);
  });
});
