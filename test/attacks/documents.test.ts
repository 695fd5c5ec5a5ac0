import { CreateDocumentCommand, GetDocumentCommand, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../running.ts';

const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...[...'bcdefghij'].map(line)].join('\n');

/** Each line refers nine times to the line before. */
function line(name: string, index: number): string {
  return `${name}: &${name} [${Array<string>(9).fill(`*${'abcdefghij'[index]}`).join(',')}]`;
}

const within = (inside: string) =>
  `schemaVersion: '0.3'\nmainSteps: [{name: a, action: aws:pause, inputs: {x: ${inside}}}]`;

describe('a document made to harm', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const create = (Content: string, DocumentFormat: 'JSON' | 'YAML' = 'YAML') =>
    running.client.send(
      new CreateDocumentCommand({ Name: 'Harm', DocumentType: 'Automation', Content, DocumentFormat }),
    );
  const start = (Parameters: Record<string, string[]>) =>
    running.client.send(new StartAutomationExecutionCommand({ DocumentName: 'Harm', Parameters }));

  it.each([
    ['a bomb of aliases', bomb, 'YAML' as const, 'The content with its aliases written out is too large.'],
    ['a circle of aliases', within('&a [*a]'), 'YAML' as const, 'The content is nested deeper than 100 levels.'],
    ['deep lists', within(deep('[', ']', 20_000)), 'YAML' as const, 'The content is nested deeper than 100 levels.'],
    ['deep JSON', deep('[', ']', 30_000), 'JSON' as const, 'The content is nested deeper than 100 levels.'],
    ['a tag that makes an object', within('!!js/function "function () {}"'), 'YAML' as const, 'YAML not well-formed.'],
  ])('is refused before it costs anything: %s', async (_name, content, format, message) => {
    const begin = process.cpuUsage();

    await expect(create(content, format)).rejects.toMatchObject({
      name: 'InvalidDocumentContent',
      message: expect.stringContaining(message),
    });

    expect(process.cpuUsage(begin).user).toBeLessThan(2_000_000);
    await expect(running.client.send(new GetDocumentCommand({ Name: 'Harm' }))).rejects.toThrow();
  });

  it('is refused when it is too large, before it is parsed', async () => {
    await expect(create('x'.repeat(70_000))).rejects.toMatchObject({ name: 'MaxDocumentSizeExceeded' });
  });

  it.each([
    ['(a+)+', 'a'.repeat(64)],
    ['([a-z]+)*', 'a'.repeat(64)],
    ['^(\\w+\\s?)*$', 'word'.repeat(32)],
    ['(.*a){20}', 'a'.repeat(60)],
    ['a?'.repeat(40) + 'a'.repeat(40), 'a'.repeat(60)],
  ])('does not stop the server with its pattern %s', async (allowedPattern, text) => {
    const parameters = { Text: { type: 'String', allowedPattern } };
    const mainSteps = [{ name: 'gate', action: 'aws:pause', inputs: {} }];
    await create(JSON.stringify({ schemaVersion: '0.3', parameters, mainSteps }), 'JSON');
    const begin = process.cpuUsage();

    await expect(start({ Text: [`${text}!`] })).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
      message: 'Parameter "Text" could not be checked in time against its allowed pattern.',
    });

    expect(process.cpuUsage(begin).user).toBeLessThan(2_000_000);
  });

  it('may use names that every object has', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty'];
    const values = names.map((name) => [name, [`of ${name}`]]);
    const named = (definition: (name: string) => object) =>
      Object.fromEntries(names.map((name) => [name, definition(name)]));
    const parameters = named((name) => ({ type: 'String', default: `of ${name}` }));
    const variables = { ...named(() => ({ type: 'String', default: 'before' })), ['__proto__']: { type: 'String' } };
    const mainSteps = [...names, '__proto__'].map((name, at) => ({
      name,
      action: 'aws:updateVariable',
      inputs: { Name: `variable:${name}`, Value: `{{ ${names[at] ?? 'constructor'} }}` },
    }));
    await create(JSON.stringify({ schemaVersion: '0.3', parameters, variables, mainSteps }), 'JSON');

    const { AutomationExecutionId: id = '' } = await start({ toString: ['of toString'] });

    const { Parameters, Variables, StepExecutions = [] } = await running.reach(id, 'Success');
    expect(StepExecutions.map(({ StepName }) => StepName)).toEqual([...names, '__proto__']);
    expect(Object.entries(Parameters ?? {})).toEqual(values);
    expect(Object.entries(Variables ?? {})).toEqual(expect.arrayContaining(values));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('cannot refer to what every object has', async () => {
    const mainSteps = [{ name: 'a', action: 'aws:sleep', inputs: { Duration: '{{ constructor }}' } }];
    await expect(create(JSON.stringify({ schemaVersion: '0.3', mainSteps }), 'JSON')).rejects.toMatchObject({
      name: 'InvalidDocumentContent',
      message: expect.stringContaining('Parameter "constructor" is not declared.'),
    });
  });
});
