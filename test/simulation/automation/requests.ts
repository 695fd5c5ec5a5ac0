import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Caller } from '../../../functions/api/action.ts';
import { getAutomationExecution } from '../../../functions/ssm/automation-executions/get-automation-execution.ts';
import { sendAutomationSignal } from '../../../functions/ssm/automation-executions/send-automation-signal.ts';
import { startAutomationExecution } from '../../../functions/ssm/automation-executions/start-automation-execution.ts';
import { stopAutomationExecution } from '../../../functions/ssm/automation-executions/stop-automation-execution.ts';
import { createDocument } from '../../../functions/ssm/documents/create-document.ts';
import { account } from '../../door.ts';
import type { World } from '../world.ts';

export const callerOf = (name: string): Caller => ({
  arn: `arn:aws:iam::${account}:user/${name}`,
  name,
  account,
  region: 'us-east-1',
});

/** Registers a runbook, before anything goes wrong. */
export const register = async ({ ports }: World, Name: string, Content: string): Promise<void> =>
  void (await createDocument({ Name, DocumentType: 'Automation', Content }, ports, callerOf('admin')));

/** Starts an execution; `word` tells requests apart. */
export const startExecution = (world: World, input: StartAutomationExecutionRequest, word: string): Promise<void> =>
  world.request(async (gated) => {
    const { AutomationExecutionId: id = '' } = await startAutomationExecution(input, gated, callerOf('admin'));
    void expectThere(world, id);
    return { what: 'start', token: input.ClientToken ?? '', word, id };
  });

/** Reads what was acknowledged just now, as any client may. */
async function expectThere(world: World, id: string): Promise<void> {
  const { database, ports } = world.program;
  await getAutomationExecution({ AutomationExecutionId: id }, ports).catch((error: unknown) => {
    if (!database.failure) world.broken.push(`${id} was acknowledged and cannot be read: ${(error as Error).message}`);
  });
}

/** Starts the runbook `Simulated`. */
export const start = (world: World, ClientToken: string, word: string): Promise<void> =>
  startExecution(world, { DocumentName: 'Simulated', ClientToken, Parameters: { Word: [word] } }, word);

type Signal = 'Approve' | 'Reject' | 'Resume';

export const signal = (world: World, id: string, [what, by]: [Signal, string]): Promise<void> =>
  world.request(async (gated) => {
    await sendAutomationSignal({ AutomationExecutionId: id, SignalType: what }, gated, callerOf(by));
    return what === 'Resume' ? undefined : { what, by, id };
  });

export const stop = (world: World, id: string): Promise<void> =>
  world.request(async (gated) => {
    await stopAutomationExecution({ AutomationExecutionId: id, Type: 'Cancel' }, gated);
    return { what: 'stop', id };
  });

/** The ids of the executions that somebody was told of. */
export const startedIds = ({ acknowledged }: World): string[] => [
  ...new Set(acknowledged.filter(({ what }) => what === 'start').map(({ id }) => id)),
];
