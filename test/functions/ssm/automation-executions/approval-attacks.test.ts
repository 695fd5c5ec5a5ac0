import {
  DescribeAutomationExecutionsCommand,
  CreateDocumentCommand,
  StartAutomationExecutionCommand,
  type SignalType,
} from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';
import { people } from './people.ts';
import { approve, set, variables } from './runbook-steps.ts';

const script = {
  name: 'script',
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
};
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
  const childOf = async (id: string) => {
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await running.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    return page.AutomationExecutionMetadataList?.[0]?.AutomationExecutionId ?? '';
  };

  describe('by who started the run and is no approver', () => {
    it('is refused', async () => {
      const mallory = await clientOf('mallory');
      const id = await started(mallory, 'Mine', { mainSteps: [approve(['alice'])] });

      await expect(by(mallory, id)).rejects.toMatchObject(denied);

      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });

    it('is refused in Interactive mode, where the starter starts the step', async () => {
      const mallory = await clientOf('mallory');
      const document = { mainSteps: [approve(['alice'])] };
      const id = await started(mallory, 'Mine', document, { Mode: 'Interactive' });
      await act.signal(id, 'StartStep', { StepName: ['gate'] }, mallory);
      await running.settled();

      await expect(by(mallory, id)).rejects.toMatchObject(denied);

      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });

    it('is refused in a nested run', async () => {
      const [mallory, alice] = [await clientOf('mallory'), await clientOf('alice')];
      await started(alice, 'Child', { mainSteps: [approve(['alice'])] });
      const nested = { name: 'nested', action: 'aws:executeAutomation', inputs: { DocumentName: 'Child' } };
      const id = await started(mallory, 'Mine', { mainSteps: [nested] });
      const child = await childOf(id);

      await expect(by(mallory, child)).rejects.toMatchObject(denied);
      await expect(by(mallory, id)).rejects.toMatchObject(invalid);

      expect(await act.gate(child)).toEqual(['Waiting', 0]);
    });

    it('is refused to the administrator too', async () => {
      const id = await running.run([approve(['alice'])]);
      await running.reach(id, 'Waiting');

      await expect(by(running.client, id)).rejects.toMatchObject(denied);

      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });
  });

  describe('that comes before its step waits', () => {
    it('is refused and counts for nothing later', async () => {
      const id = await running.run([script, approve(['admin'])]);
      await running.settled();

      await expect(act.signal(id, 'Approve')).rejects.toMatchObject(invalid);
      await expect(act.signal(id, 'Approve', { StepName: ['gate'] })).rejects.toMatchObject(invalid);

      await running.finishScript({ status: 'Success', payload: {}, log: '' });
      await running.reach(id, 'Waiting');
      expect(await act.gate(id)).toEqual(['Waiting', 0]);
    });
  });

  describe('that comes after a rejection', () => {
    it('is refused while the run is on its way to fail, and after it', async () => {
      const [alice, bob] = [await clientOf('alice'), await clientOf('bob')];
      const id = await running.run([approve(['alice', 'bob'], {}, 2)]);
      await running.reach(id, 'Waiting');
      await by(alice, id, 'Reject');

      await expect(by(bob, id)).rejects.toMatchObject(invalid);
      await running.reach(id, 'Failed');
      await expect(by(bob, id)).rejects.toMatchObject(invalid);

      expect(await act.gate(id)).toEqual(['Failed', 1]);
    });

    it('is refused for the next gate where it names the rejected one', async () => {
      const id = await running.run([
        approve(['admin'], { onFailure: 'Continue' }),
        { ...approve(['admin']), name: 'second' },
      ]);
      await running.reach(id, 'Waiting');
      const first = await act.stepId(id, 'gate');
      await act.signal(id, 'Reject');
      await running.settled();

      for (const Payload of [{ StepName: ['gate'] }, { StepExecutionId: [first] }])
        await expect(act.signal(id, 'Approve', Payload)).rejects.toMatchObject(invalid);

      expect(await running.steps(id)).toEqual([
        ['gate', 'Failed'],
        ['second', 'Waiting'],
      ]);
    });
  });

  describe('that comes after its step expired', () => {
    it('is refused at the last moment', async () => {
      const id = await running.run([approve(['admin'], { timeoutSeconds: 60 })]);
      await running.reach(id, 'Waiting');
      await running.settled();

      running.clock.advance(60_000);

      await expect(act.signal(id, 'Approve')).rejects.toMatchObject(invalid);
      await running.reach(id, 'TimedOut');
    });

    it('takes nothing over into the next attempt', async () => {
      const [alice, bob] = [await clientOf('alice'), await clientOf('bob')];
      const id = await running.run([approve(['alice', 'bob'], { timeoutSeconds: 60, maxAttempts: 2 }, 2)]);
      await running.reach(id, 'Waiting');
      await running.settled();
      await by(alice, id);
      running.clock.advance(60_000);
      await running.settled();

      await by(bob, id);

      await running.settled();
      expect(await act.gate(id)).toEqual(['Waiting', 1]);
      await running.reach(id, 'Waiting');
    });
  });

  describe('that comes after a stop', () => {
    it('is refused while the run is being cancelled and after it', async () => {
      const undo = { ...script, name: 'undo' };
      const id = await running.run([approve(['admin'], { onCancel: 'step:undo' }), undo]);
      await running.reach(id, 'Waiting');
      await act.stop(id);

      await expect(act.signal(id, 'Approve')).rejects.toMatchObject(invalid);
      await running.settled();
      await expect(act.signal(id, 'Approve')).rejects.toMatchObject(invalid);

      await running.finishScript({ status: 'Success', payload: {}, log: '' });
      await running.reach(id, 'Cancelled');
      await expect(act.signal(id, 'Approve')).rejects.toMatchObject(invalid);
    });

    it('is refused when the stop overtakes it', async () => {
      const id = await running.run([approve(['admin']), set('b')], variables);
      await running.reach(id, 'Waiting');
      await running.settled();
      const { store } = running.ports;
      const write = store.write.bind(store);
      store.write = async (changes) => {
        store.write = write;
        await act.stop(id);
        return write(changes);
      };

      await expect(act.signal(id, 'Approve')).rejects.toMatchObject(invalid);

      await running.reach(id, 'Cancelled');
    });

    it('counts for nothing when the step alone was stopped and is started again', async () => {
      const [alice, bob] = [await clientOf('alice'), await clientOf('bob')];
      const id = await running.runInteractive([approve(['alice', 'bob'], {}, 2)]);
      await act.startStep(id, 'gate');
      await by(alice, id);
      await act.stopStep(id, 'gate');
      await running.settled();
      await act.startStep(id, 'gate');

      await by(bob, id);

      await running.settled();
      expect(await act.gate(id)).toEqual(['Waiting', 1]);
    });
  });

  describe('that comes twice', () => {
    it('counts once, also at the same moment', async () => {
      const alice = await clientOf('alice');
      const id = await running.run([approve(['alice', 'bob', 'carol'], {}, 2)]);
      await running.reach(id, 'Waiting');

      await Promise.all([by(alice, id), by(alice, id), by(alice, id)]);
      await by(alice, id);

      await running.settled();
      expect(await act.gate(id)).toEqual(['Waiting', 1]);
    });

    it('counts once for an approver who is listed by name and by ARN', async () => {
      const alice = await clientOf('alice');
      const id = await running.run([approve(['alice', 'arn:aws:iam::000000000000:user/alice'], {}, 2)]);
      await running.reach(id, 'Waiting');

      await Promise.all([by(alice, id), by(alice, id)]);

      await running.settled();
      expect(await act.gate(id)).toEqual(['Waiting', 1]);
    });
  });

  describe('for one execution', () => {
    it('is none for another', async () => {
      const [id, other] = [await running.run([approve(['admin'])]), await running.run([approve(['admin'])])];
      await running.reach(other, 'Waiting');
      const theirs = await act.stepId(other, 'gate');

      await expect(act.signal(id, 'Approve', { StepExecutionId: [theirs] })).rejects.toMatchObject({
        name: 'AutomationStepNotFoundException',
      });
      await act.signal(id, 'Approve');

      await running.reach(id, 'Success');
      expect(await act.gate(other)).toEqual(['Waiting', 0]);
    });
  });
});
