import { randomUUID } from 'node:crypto';
import { ApiError } from '../functions/api/error.ts';
import { type Call, Unreachable } from './client.ts';
import { type Check, Trouble } from './examine.ts';
import type { WatchClock } from './patience.ts';

const Content = JSON.stringify({
  schemaVersion: '0.3',
  description: 'Of quaymaster doctor, which deletes it.',
  mainSteps: [{ name: 'wait', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }],
});

const longest = 60_000;
const pause = 1000;

interface Found {
  AutomationExecution: { AutomationExecutionStatus: string; FailureMessage?: string };
}

/** Whether a machine that is started comes back: a runbook that waits for a second, and is deleted afterwards. `advice` is for one that does not. */
export const machineCheck = (call: Call, clock: WatchClock, advice: string): Check => ({
  name: 'machine',
  look: async () => {
    const Name = `quaymaster-doctor-${randomUUID()}`;
    try {
      await call('AmazonSSM.CreateDocument', { Name, Content, DocumentType: 'Automation', DocumentFormat: 'JSON' });
      try {
        return await run(Name, { call, clock, advice });
      } finally {
        await call('AmazonSSM.DeleteDocument', { Name });
      }
    } catch (error) {
      if (error instanceof ApiError) throw new Trouble(`${error.code}: ${error.message}`, advice);
      if (error instanceof Unreachable) throw new Trouble(error.message, advice);
      throw error;
    }
  },
});

interface Watched {
  call: Call;
  clock: WatchClock;
  advice: string;
}

async function run(DocumentName: string, { call, clock, advice }: Watched): Promise<string> {
  const begin = clock.now();
  const { AutomationExecutionId } = await call<{ AutomationExecutionId: string }>(
    'AmazonSSM.StartAutomationExecution',
    {
      DocumentName,
    },
  );
  for (;;) {
    const { AutomationExecution: found } = await call<Found>('AmazonSSM.GetAutomationExecution', {
      AutomationExecutionId,
    });
    const { AutomationExecutionStatus: status, FailureMessage } = found;
    const took = Math.round((clock.now() - begin) / 1000);
    if (status === 'Success') return `one that was started came back after ${took} s`;
    if (status === 'Failed') throw new Trouble(`${AutomationExecutionId} failed: ${FailureMessage}`, advice);
    if (clock.now() - begin > longest)
      throw new Trouble(`${AutomationExecutionId} is ${status} after ${took} s`, advice);
    await clock.sleep(pause, AbortSignal.timeout(longest));
  }
}
