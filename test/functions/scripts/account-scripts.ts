import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lambdaScripts } from '../../../functions/ports/aws/lambda-scripts.ts';
import type { AwsCall } from '../../../functions/ports/aws-api.ts';
import type { Clock } from '../../../functions/ports/clock.ts';
import type { ScriptFinished, Scripts } from '../../../functions/ports/scripts.ts';
import { runScript } from '../../../functions/scripts/run-script.ts';
import { fakeAws, type FakeAws } from '../../aws.ts';
import { recordingLog } from '../../door.ts';
import { memoryStore } from '../../local/scripts/memory-store.ts';
import { timerClock } from '../../local/scripts/timer-clock.ts';
import { type ExecutionEnvironments, executionEnvironments } from './execution-environment.ts';
import { type ServedObjects, servedObjects } from './served-objects.ts';

/** The scripts port of the account, whole, on this machine: Lambda's calls come at once, and `deliver` repeats one. */
export interface AccountScripts {
  scripts: Scripts;
  store: ReturnType<typeof memoryStore>;
  objects: ServedObjects;
  environments: ExecutionEnvironments;
  aws: FakeAws;
  /** What Lambda does with a call of the function that runs jobs. */
  deliver(id: string, requestId?: string): Promise<void>;
  end(): Promise<void>;
}

/** Makes one; with `isHeld` nothing is delivered but by hand. */
export async function accountScripts(
  finished: ScriptFinished,
  { isHeld = false, clock = timerClock() }: { isHeld?: boolean; clock?: Clock } = {},
): Promise<AccountScripts> {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-'));
  const [store, objects, environments, aws] = [
    memoryStore(),
    await servedObjects(),
    executionEnvironments(folder),
    fakeAws(),
  ];
  const under = new Set<Promise<unknown>>();
  let requests = 0;
  const options = { store, objects, aws, clock, log: recordingLog([]), run: environments.run, finished };
  const deliver = (id: string, requestId = `request-${++requests}`): Promise<void> => runScript(id, requestId, options);
  aws.on('lambda.Invoke', ({ input }: AwsCall) => {
    const { id } = JSON.parse(input.Payload as string) as { id: string };
    if (!isHeld) under.add(deliver(id).catch(() => undefined));
    return { StatusCode: 202 };
  });
  const scripts = lambdaScripts({ store, objects, clock, aws, runner: 'runner' });
  const end = async (): Promise<void> => {
    environments.close();
    await Promise.allSettled(under);
    objects.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { scripts, store, objects, environments, aws, deliver, end };
}
