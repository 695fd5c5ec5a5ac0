import {
  DescribeAutomationExecutionsCommand,
  CreateDocumentCommand,
  StartAutomationExecutionCommand,
  type SignalType,
} from '@aws-sdk/client-ssm';
import { tokensOf } from '../../../../functions/ssm/automation-executions/wait.ts';
import { eventOf } from '../../../door.ts';
import { openRunning, type Running } from '../../../running.ts';
import { people } from './people.ts';
import { approve, set, variables } from './runbook-steps.ts';

const invalid = { name: 'InvalidAutomationSignalException', $metadata: { httpStatusCode: 400 } };
const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } };

type Client = Running['client'];

describe('an approval', () => {
  let running: Running;
  let act: ReturnType<typeof people>;
  beforeEach(async () => {
    running = await openRunning();
    act = people(running);
  });
  const clientOf = (name: string) => act.clientOf(name);
  const by = (client: Client, id: string, type: SignalType = 'Approve') => act.signal(id, type, undefined, client);
  const started = async (client: Client, name: string, document: object, input: object = {}) => {
    const Content = JSON.stringify({ schemaVersion: '0.3', ...document });
    await client.send(new CreateDocumentCommand({ Name: name, DocumentType: 'Automation', Content }));
    const answer = await client.send(new StartAutomationExecutionCommand({ DocumentName: name, ...input }));
    await running.settled();
    return answer.AutomationExecutionId ?? '';
  };

  describe('whose approvers come from a parameter', () => {
    const document = (definition: object = {}) => ({
      parameters: { Who: { type: 'StringList', ...definition } },
      mainSteps: [approve('{{ Who }}')],
    });

    it('is bound to the values the runbook allows', async () => {
      const mallory = await clientOf('mallory');

      await expect(
        started(mallory, 'Bound', document({ allowedValues: ['alice', 'bob'] }), { Parameters: { Who: ['mallory'] } }),
      ).rejects.toMatchObject({ name: 'InvalidAutomationExecutionParametersException' });
    });

    it('takes a value for what it is, never for a reference', async () => {
      const mallory = await clientOf('mallory');
      const both = document();
      const parameters = { ...both.parameters, Me: { type: 'String' } };

      const id = await started(
        mallory,
        'Expanding',
        { ...both, parameters },
        { Parameters: { Who: ['{{ Me }}'], Me: ['mallory'] } },
      );

      await expect(by(mallory, id)).rejects.toMatchObject(denied);
      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });

    it('keeps its approvers when its step is started in Interactive mode, in a loop too', async () => {
      const inputs = { Iterators: ['x'], IteratorDataType: 'String', Steps: [approve('{{ Who }}')] };
      for (const step of [approve('{{ Who }}'), { name: 'loop', action: 'aws:loop', inputs }]) {
        const id = await running.runInteractive([step], { parameters: document().parameters }, { Who: ['alice'] });

        await expect(act.signal(id, 'StartStep', { StepName: [step.name], Who: ['admin'] })).rejects.toMatchObject({
          ...invalid,
          message: `Signal StartStep cannot be sent to automation execution ${id}: the parameters of an approval, step ${step.name}, stay as they are.`,
        });
        await act.startStep(id, step.name);

        await expect(act.signal(id, 'Approve')).rejects.toMatchObject(denied);
      }
    });

    it.each([
      ['no approver', [], 1],
      ['no approval needed', ['alice'], 0],
      ['less than none needed', ['alice'], -1],
      ['more needed than there are approvers', ['alice', 'alice'], 2],
    ])('fails with %s', async (_name, Who, required) => {
      const id = await running.run(
        [approve('{{ Who }}', {}, required)],
        { parameters: document().parameters },
        { Who },
      );

      await running.reach(id, 'Failed');
    });
  });

  describe('in a loop or before a branch that leads back', () => {
    it('counts for one turn', async () => {
      const inputs = { Iterators: ['x', 'y'], IteratorDataType: 'String', Steps: [approve(['admin'])] };
      const id = await running.run([{ name: 'loop', action: 'aws:loop', inputs }]);
      await running.settled();
      const first = await act.stepId(id, 'gate');

      await act.signal(id, 'Approve', { StepExecutionId: [first] });
      await running.settled();
      await expect(act.signal(id, 'Approve', { StepExecutionId: [first] })).rejects.toMatchObject(invalid);

      expect(await act.gate(id)).toEqual(['Waiting', 0]);
      expect((await running.steps(id)).map(([, status]) => status)).toEqual(['InProgress', 'Success', 'Waiting']);
    });

    it('counts for one visit', async () => {
      const back = {
        name: 'back',
        action: 'aws:branch',
        inputs: { Choices: [{ NextStep: 'gate', Variable: '{{ variable:Last }}', StringEquals: 'none' }] },
        isEnd: true,
      };
      const id = await running.run([approve(['admin']), back], variables);
      await running.reach(id, 'Waiting');
      const first = await act.stepId(id, 'gate');

      await act.signal(id, 'Approve');
      await running.settled();
      await expect(act.signal(id, 'Approve', { StepExecutionId: [first] })).rejects.toMatchObject(invalid);

      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });
  });

  describe('cannot be gone around', () => {
    it.each<[SignalType, Record<string, string[]>]>([
      ['Resume', { Comment: ['let me through'] }],
      ['Resume', { StepName: ['gate'] }],
      ['StartStep', { StepName: ['b'] }],
      ['StartStep', { StepName: ['gate'] }],
      ['StopStep', {}],
    ])('by %s with %j in Auto mode', async (type, payload) => {
      const id = await running.run([approve(['alice']), set('b')], variables);
      await running.reach(id, 'Waiting');
      const sent = type === 'StopStep' ? { StepExecutionId: [await act.stepId(id, 'gate')] } : payload;

      await expect(act.signal(id, type, sent)).rejects.toMatchObject(invalid);

      await running.settled();
      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });

    it('by StartStep, StopStep or Complete in Interactive mode', async () => {
      const id = await running.runInteractive([approve(['alice']), set('b')], variables);
      const startB = () => act.signal(id, 'StartStep', { StepName: ['b'] });
      await expect(startB()).rejects.toMatchObject(invalid);
      await act.startStep(id, 'gate');
      await expect(startB()).rejects.toMatchObject(invalid);
      await expect(act.signal(id, 'Resume')).rejects.toMatchObject(invalid);
      await expect(act.stop(id, 'Complete')).rejects.toMatchObject({
        name: 'InvalidAutomationStatusUpdateException',
        message: `Automation execution ${id} cannot be stopped: step gate is still Waiting.`,
      });

      await act.stopStep(id, 'gate');
      await running.settled();

      await expect(startB()).rejects.toMatchObject(invalid);
      expect(await running.steps(id)).toEqual([
        ['gate', 'Cancelled'],
        ['b', 'Pending'],
      ]);
    });
  });

  describe('has no link', () => {
    it('so no GET decides, and nothing unsigned does', async () => {
      const id = await running.run([approve(['admin'])]);
      await running.reach(id, 'Waiting');
      await running.settled();
      const [token = ''] = await tokensOf(running.ports.store, id);
      const query = `Action=SendAutomationSignal&AutomationExecutionId=${id}&SignalType=Approve&token=${token}`;
      const body = JSON.stringify({ AutomationExecutionId: id, SignalType: 'Approve', token });
      const headers = { host: 'quaymaster.test', 'x-amz-target': 'AmazonSSM.SendAutomationSignal' };

      const asked = [
        { method: 'GET', path: `/?${query}`, headers },
        { method: 'GET', path: `/ssm?${query}`, headers, body },
        { method: 'HEAD', path: `/?${query}`, headers },
        { method: 'POST', path: `/?${query}`, headers, body },
        { method: 'GET', path: `/approve/${token}`, headers },
      ].map((request) => running.handler(eventOf(request)));

      expect((await Promise.all(asked)).map(({ statusCode }) => statusCode)).toEqual([405, 405, 405, 400, 404]);
      await running.settled();
      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });

    it('and tells nobody the token of its wait', async () => {
      const id = await running.run([approve(['admin'])]);
      await running.reach(id, 'Waiting');
      await running.settled();
      const [token = 'none'] = await tokensOf(running.ports.store, id);

      const told = JSON.stringify([
        await running.reach(id, 'Waiting'),
        await act.stepExecutions(id),
        (await running.client.send(new DescribeAutomationExecutionsCommand({}))).AutomationExecutionMetadataList,
        running.events,
        running.lines,
      ]);

      expect(token.length).toBeGreaterThan(40);
      expect(told).not.toContain(token);
    });
  });
});
