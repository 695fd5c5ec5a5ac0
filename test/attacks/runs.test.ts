import { CreateDocumentCommand, DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm';
import type { JsonObject } from '../../functions/ports/json.ts';
import { openRunning, type Running } from '../running.ts';

const api = (inputs: object, rest: object = {}) => ({
  name: 'call',
  action: 'aws:executeAwsApi',
  inputs: { Service: 'ssm', Api: 'GetParameter', ...inputs },
  ...rest,
});
const text = { type: 'String', default: '' };

describe('a run made to harm', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const sent = () => running.aws.calls.map(({ input }) => input);

  it.each(['{{ global:ACCOUNT_ID }}', '{{ Secret }}', '{{ automation:EXECUTION_ID }}', '{{ call.Secret }}'])(
    'cannot make a parameter value be read as a reference: %s',
    async (value) => {
      running.aws.on('ssm.GetParameter', {});
      const parameters = { Text: text, Secret: { type: 'String', default: 's3cret' } };

      const id = await running.run(
        [api({ Name: '{{ Text }}', More: ['a {{ Text }}'] })],
        { parameters },
        { Text: [value] },
      );

      await running.reach(id, 'Success');
      expect(sent()).toEqual([{ Name: value, More: [`a ${value}`] }]);
    },
  );

  it('cannot make the answer of AWS be read as a reference', async () => {
    running.aws.on('ssm.GetParameter', { Value: '{{ Secret }}' });
    const parameters = { Secret: { type: 'String', default: 's3cret' } };
    const outputs = [{ Name: 'Value', Selector: '$.Value', Type: 'String' }];

    const id = await running.run(
      [api({ Name: 'a' }, { outputs }), api({ Name: '{{ call.Value }}' }, { name: 'again' })],
      {
        parameters,
      },
    );

    await running.reach(id, 'Success');
    expect(sent()).toEqual([{ Name: 'a' }, { Name: '{{ Secret }}' }]);
  });

  it('keeps __proto__ of a map as a mere key', async () => {
    running.aws.on('ssm.GetParameter', {});
    const parameters = { Map: { type: 'StringMap' } };
    const given = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

    const id = await running.run([api({ Map: '{{ Map }}' })], { parameters }, { Map: [given] });

    await running.reach(id, 'Success');
    expect(JSON.stringify(sent())).toBe(`[{"Map":${given}}]`);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('does not blow up with deep scans of a deep answer', async () => {
    let answer: JsonObject = {};
    for (let level = 0; level < 1_000; level += 1) answer = { a: answer };
    running.aws.on('ssm.GetParameter', answer);
    const outputs = [{ Name: 'Found', Selector: `$${'..a'.repeat(60)}`, Type: 'MapList' }];
    const begin = process.cpuUsage();

    const id = await running.run([api({}, { outputs })]);

    const { FailureMessage } = await running.reach(id, 'Failed');
    expect(FailureMessage).toContain('The outputs are larger than 105000 characters together');
    expect(process.cpuUsage(begin).user).toBeLessThan(4_000_000);
  });

  it('does not grow its variables without end', async () => {
    const variables = { Text: { type: 'String', default: 'x' } };
    const double = {
      name: 'double',
      action: 'aws:updateVariable',
      inputs: { Name: 'variable:Text', Value: '{{ variable:Text }}{{ variable:Text }}' },
    };
    const loop = { name: 'loop', action: 'aws:loop', inputs: { Iterators: Array(100).fill('i'), Steps: [double] } };

    const id = await running.run([loop], { variables });

    const { Variables, StepExecutions = [] } = await running.reach(id, 'Failed');
    expect(Variables?.Text?.[0]?.length).toBeLessThanOrEqual(512);
    expect(StepExecutions.length).toBeLessThan(30);
  });

  it('does not multiply a large value', async () => {
    running.aws.on('ssm.GetParameter', {});
    const large = 'x'.repeat(30_000);

    const id = await running.run(
      [api({ Name: '{{ Text }}'.repeat(50) })],
      { parameters: { Text: text } },
      { Text: [large] },
    );

    const { FailureMessage } = await running.reach(id, 'Failed');
    expect(FailureMessage).toContain('The values that the inputs refer to are larger than 105000 characters together');
    expect(sent()).toEqual([]);
  });

  it('does not start itself without end', async () => {
    const child = (name: string) => ({
      name,
      action: 'aws:executeAutomation',
      onFailure: 'Continue',
      inputs: { DocumentName: 'Itself' },
    });
    const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [child('one'), child('two')] });
    await running.client.send(new CreateDocumentCommand({ Name: 'Itself', DocumentType: 'Automation', Content }));

    const id = await running.run([child('first')]);

    await running.reach(id, 'Success');
    const page = await running.client.send(new DescribeAutomationExecutionsCommand({ MaxResults: 50 }));
    // One on top, and below it 1, 2, 4 and 8: five levels.
    expect(page.AutomationExecutionMetadataList).toHaveLength(16);
  });
});
