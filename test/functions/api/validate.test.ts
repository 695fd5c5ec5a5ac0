import fc from 'fast-check';
import { openDoor, type TestDoor } from '../../door.ts';
import { signedEvent } from '../../signed.ts';
import { echoService, id } from './echo.ts';

let door: TestDoor;
let service: ReturnType<typeof echoService>;

beforeAll(async () => {
  service = echoService();
  door = await openDoor([service]);
});

beforeEach(() => void (service.inputs.length = 0));

const send = async (operation: string, body: string | Uint8Array) => {
  const event = signedEvent({ keys: door.administrator, target: `AmazonSSM.${operation}`, body });
  const answer = await door.handler(event);
  const { __type: code, message } = JSON.parse(answer.body ?? '') as { __type?: string; message?: string };
  return { status: answer.statusCode, code, message };
};

const refusal = async (operation: string, input: object) => {
  const { code, message } = await send(operation, JSON.stringify(input));
  expect(code).toBe('ValidationException');
  expect(service.inputs).toEqual([]);
  return message;
};

const documentName = '^[a-zA-Z0-9_\\-.]{3,128}$';
const documentArn = '^[a-zA-Z0-9_\\-.:/]{3,128}$';
const tagKey = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';

describe('validation', () => {
  it.each<[string, string, object, string]>([
    [
      'an absent member',
      'GetAutomationExecution',
      {},
      "1 validation error detected: Value null at 'automationExecutionId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a null member',
      'GetAutomationExecution',
      { AutomationExecutionId: null },
      "1 validation error detected: Value null at 'automationExecutionId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a short text',
      'GetAutomationExecution',
      { AutomationExecutionId: 'short' },
      "1 validation error detected: Value 'short' at 'automationExecutionId' failed to satisfy constraint: Member must have length greater than or equal to 36",
    ],
    [
      'a long text',
      'GetAutomationExecution',
      { AutomationExecutionId: `${id}x` },
      `1 validation error detected: Value '${id}x' at 'automationExecutionId' failed to satisfy constraint: Member must have length less than or equal to 36`,
    ],
    [
      'a small number',
      'DescribeAutomationExecutions',
      { MaxResults: 0 },
      "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'a big number',
      'DescribeAutomationExecutions',
      { MaxResults: 51 },
      "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50",
    ],
    [
      'a word out of an enum',
      'StopAutomationExecution',
      { AutomationExecutionId: id, Type: 'Pause' },
      "1 validation error detected: Value 'Pause' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [Complete, Cancel]",
    ],
    [
      'a text without the pattern',
      'GetDocument',
      { Name: 'a b' },
      `1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ${documentArn}`,
    ],
    [
      'several members',
      'CreateDocument',
      { Name: 'no!', DocumentFormat: 'XML' },
      "3 validation errors detected: Value null at 'content' failed to satisfy constraint: Member must not be null; " +
        `Value 'no!' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ${documentName}; ` +
        "Value 'XML' at 'documentFormat' failed to satisfy constraint: Member must satisfy enum value set: [YAML, JSON, TEXT]",
    ],
    [
      'two rules of one member',
      'StartAutomationExecution',
      { DocumentName: 'abc', ClientToken: 'x' },
      "2 validation errors detected: Value 'x' at 'clientToken' failed to satisfy constraint: Member must have length greater than or equal to 36; " +
        "Value 'x' at 'clientToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}",
    ],
    [
      'a member within a list',
      'DescribeAutomationExecutions',
      { Filters: [{ Key: 'ExecutionId', Values: ['x'] }, {}] },
      "2 validation errors detected: Value null at 'filters.2.member.key' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'filters.2.member.values' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an empty list',
      'DescribeAutomationExecutions',
      { Filters: [] },
      "1 validation error detected: Value '[]' at 'filters' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a null in a list',
      'DescribeAutomationExecutions',
      { Filters: [null] },
      "1 validation error detected: Value null at 'filters.1.member' failed to satisfy constraint: Member must not be null",
    ],
    [
      'texts in a list',
      'DescribeAutomationExecutions',
      { Filters: [{ Key: 'ExecutionId', Values: ['x', ''] }] },
      "1 validation error detected: Value '[x, ]' at 'filters.1.member.values' failed to satisfy constraint: Member must satisfy constraint: " +
        '[Member must have length less than or equal to 150, Member must have length greater than or equal to 1]',
    ],
    [
      'the keys of a map',
      'StartAutomationExecution',
      { DocumentName: 'abc', Parameters: { ['k'.repeat(51)]: ['v'] } },
      `1 validation error detected: Value '{${'k'.repeat(51)}=[v]}' at 'parameters' failed to satisfy constraint: Map keys must satisfy constraint: ` +
        '[Member must have length less than or equal to 50, Member must have length greater than or equal to 1]',
    ],
    [
      'the values of a map',
      'StartAutomationExecution',
      { DocumentName: 'abc', Parameters: { k: Array.from({ length: 51 }, () => 'v') } },
      `1 validation error detected: Value '{k=[${Array.from({ length: 51 }, () => 'v').join(', ')}]}' at 'parameters' failed to satisfy constraint: Map value must satisfy constraint: ` +
        '[Member must have length less than or equal to 50, Member must have length greater than or equal to 0]',
    ],
  ])('names %s', async (_name, operation, input, message) => {
    expect(await refusal(operation, input)).toBe(message);
  });

  it('takes letters of any script where the model has Unicode classes', async () => {
    const tags = (Key: string) => ({ ResourceType: 'Document', ResourceId: 'abc', Tags: [{ Key, Value: 'Straße 1' }] });

    expect(await refusal('AddTagsToResource', tags('a!'))).toBe(
      "1 validation error detected: Value 'a!' at 'tags.1.member.key' failed to satisfy constraint: " +
        `Member must satisfy regular expression pattern: ${tagKey}`,
    );
    expect(await send('AddTagsToResource', JSON.stringify(tags('Größe 東京')))).toMatchObject({ status: 200 });
  });

  it('lets a runbook parameter be empty or many kilobytes, as the service does', async () => {
    const Parameters = { Role: [''], Finding: ['x'.repeat(20_000)] };

    expect(await send('StartAutomationExecution', JSON.stringify({ DocumentName: 'abc', Parameters }))).toMatchObject({
      status: 200,
    });
  });

  it('drops members that the contract does not know', async () => {
    await send('StopAutomationExecution', `{"AutomationExecutionId":"${id}","Force":true,"toString":1}`);

    expect(service.inputs).toEqual([{ AutomationExecutionId: id }]);
  });

  it('hands timestamps on as dates', async () => {
    const event = { targetPrefix: 'T', service: 't', jsonVersion: '1.1', signingName: 'ssm' };
    const shapes = { In: { type: 'structure', members: { At: { shape: 'At' } } }, At: { type: 'timestamp' } };
    const inputs: object[] = [];
    const timed = await openDoor([
      {
        contract: { ...event, operations: { O: { input: 'In', output: 'In' } }, shapes },
        internalError: 'E',
        resources: () => [['*']],
        iamActions: { O: 'ssm:ListDocuments' },
        actions: { O: async (input: object) => (inputs.push(input), input) },
      },
    ]);

    const keys = timed.administrator;
    const answer = await timed.handler(signedEvent({ keys, target: 'T.O', body: '{"At":1583737233.748}' }));

    expect(inputs).toEqual([{ At: new Date('2020-03-09T07:00:33.748Z') }]);
    expect(answer.body).toBe('{"At":1583737233.748}');
  });

  it('hides the value of a sensitive member', async () => {
    const secret = { type: 'string', sensitive: true, min: 9 };
    const shapes = { In: { type: 'structure', members: { Secret: { shape: 'S' } } }, S: secret };
    const names = { targetPrefix: 'T', service: 't', jsonVersion: '1.0', signingName: 'ssm' };
    const contract = { ...names, operations: { O: { input: 'In' } }, shapes };
    const closed = await openDoor([
      { contract, internalError: 'E', resources: () => [['*']], actions: { O: async () => ({}) } },
    ]);

    const keys = closed.administrator;
    const answer = await closed.handler(signedEvent({ keys, target: 'T.O', body: '{"Secret":"hush"}' }));

    expect((JSON.parse(answer.body ?? '') as { message: string }).message).toBe(
      "1 validation error detected: Value at 'secret' failed to satisfy constraint: Member must have length greater than or equal to 9",
    );
    expect(answer.headers?.['content-type']).toBe('application/x-amz-json-1.0');
  });

  const deep = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
  it.each<[string, string, string | Uint8Array, string]>([
    ['nothing', 'ListDocuments', '', 'The body is not valid JSON'],
    ['half an object', 'ListDocuments', '{', 'The body is not valid JSON'],
    ['a byte order mark', 'ListDocuments', '\ufeff{}', 'The body is not valid JSON'],
    ['bad UTF-8', 'ListDocuments', Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), 'The body is not valid UTF-8'],
    ['65 levels', 'ListDocuments', deep(65), 'The body is nested more than 64 deep'],
    [
      'half a million lists',
      'ListDocuments',
      '['.repeat(500_000) + ']'.repeat(500_000),
      'The body is nested more than 64 deep',
    ],
    ['a list', 'ListDocuments', '[]', 'Start of list found where not expected'],
    ['null', 'ListDocuments', 'null', 'Start of structure or map found where not expected'],
    ['a text', 'ListDocuments', '"x"', 'Unexpected field type'],
    ['a text for a number', 'ListDocuments', '{"MaxResults":"x"}', 'STRING_VALUE cannot be converted to Integer'],
    ['a fraction for a number', 'ListDocuments', '{"MaxResults":1.5}', 'NUMBER_VALUE cannot be converted to Integer'],
    ['a huge number', 'ListDocuments', '{"MaxResults":1e300}', 'NUMBER_VALUE cannot be converted to Integer'],
    ['a number for a text', 'ListDocuments', '{"NextToken":1}', 'NUMBER_VALUE cannot be converted to String'],
    ['true for a text', 'ListDocuments', '{"NextToken":true}', 'TRUE_VALUE cannot be converted to String'],
    ['an object for a text', 'ListDocuments', '{"NextToken":{}}', 'Start of structure or map found where not expected'],
    ['a text for a list', 'ListDocuments', '{"Filters":"x"}', 'Unexpected field type'],
    ['a list for a map', 'StartAutomationExecution', '{"Parameters":[]}', 'Start of list found where not expected'],
  ])('refuses a body of %s', async (_name, operation, body, message) => {
    expect(await send(operation, body)).toEqual({ status: 400, code: 'SerializationException', message });
  });

  it('reads 64 levels and a body of one megabyte', async () => {
    expect(await send('ListDocuments', deep(64))).toMatchObject({ status: 200 });
    expect(await send('ListDocuments', `{"a":"${'x'.repeat(1_048_568)}"}`)).toMatchObject({ status: 200 });
  });

  it('refuses a body of more than one megabyte', async () => {
    expect(await send('ListDocuments', `{"a":"${'x'.repeat(1_048_569)}"}`)).toEqual({
      status: 413,
      code: 'RequestEntityTooLargeException',
      message: 'The request is larger than 1048576 bytes',
    });
  });

  it('refuses a body of fewer letters but more bytes than one megabyte', async () => {
    expect(await send('ListDocuments', `{"a":"${'é'.repeat(600_000)}"}`)).toMatchObject({ status: 413 });
  });

  it('keeps names such as __proto__ harmless', async () => {
    const parameters = '{"__proto__":["polluted"],"constructor":["x"]}';
    const body = `{"DocumentName":"abc","__proto__":{"polluted":true},"Parameters":${parameters}}`;

    expect(await send('StartAutomationExecution', body)).toMatchObject({ status: 200 });

    const [input] = service.inputs as { DocumentName: string; Parameters: Record<string, string[]> }[];
    expect(JSON.stringify(input)).toBe(`{"DocumentName":"abc","Parameters":${parameters}}`);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
    expect((input as { polluted?: true }).polluted).toBeUndefined();
  });

  it('takes no more than linear time for a long text that breaks its length', async () => {
    const started = performance.now();

    const name = `${'a'.repeat(1_000_000)}!`;
    expect(await send('GetDocument', JSON.stringify({ Name: name }))).toMatchObject({ status: 400 });

    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('answers every body with a known status', async () => {
    const operation = fc.constantFrom('ListDocuments', 'StartAutomationExecution', 'AddTagsToResource', 'GetDocument');
    const member = fc.constantFrom('Filters', 'Parameters', 'Tags', 'Name', 'MaxResults', 'Targets', 'TargetMaps');
    const input = fc.dictionary(fc.oneof(member, fc.string()), fc.jsonValue());
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc.uint8Array(),
      input.map((value) => JSON.stringify(value)),
    );

    await fc.assert(
      fc.asyncProperty(operation, body, async (name, bytes) => {
        expect([200, 400]).toContain((await send(name, bytes)).status);
      }),
      { numRuns: 500 },
    );
  });
});
