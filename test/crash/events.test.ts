import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  paginateDescribeAutomationExecutions,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { dataFolder, type Server, startServer } from '../../bench/server.ts';
import { profileIn } from '../../local/credentials-file.ts';

/** Official clients of the server, as its administrator. */
function clients({ url }: Server, data: string) {
  const credentials = profileIn(readFileSync(join(data, 'credentials'), 'utf8'), 'default');
  if (!credentials) throw new Error('no administrator');
  const config = { endpoint: url.href, region: 'us-east-1', credentials, maxAttempts: 1 };
  return { events: new EventBridgeClient(config), ssm: new SSMClient(config) };
}

async function prepare({ events, ssm }: ReturnType<typeof clients>): Promise<void> {
  const Content = JSON.stringify({
    schemaVersion: '0.3',
    parameters: { Name: { type: 'String' } },
    mainSteps: [{ name: 'wait', action: 'aws:pause', inputs: {} }],
  });
  await ssm.send(new CreateDocumentCommand({ Name: 'Greet', DocumentType: 'Automation', Content }));
  await events.send(new PutRuleCommand({ Name: 'rule', EventPattern: '{"source":["my.ci"]}' }));
  const Arn = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Greet';
  const InputTransformer = { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '{"Name":["<n>"]}' };
  await events.send(new PutTargetsCommand({ Rule: 'rule', Targets: [{ Id: 'one', Arn, InputTransformer }] }));
}

/** Puts ten events; answers with the names of those that the server acknowledged. */
async function put(events: EventBridgeClient, round: number): Promise<string[]> {
  const names = Array.from({ length: 10 }, (_, count) => `${round}-${count}`);
  const Entries = names.map((n) => ({ Source: 'my.ci', DetailType: 'push', Detail: JSON.stringify({ n }) }));
  const answer = await events.send(new PutEventsCommand({ Entries })).catch(() => undefined);
  return answer ? names : [];
}

/** The names that runs were started with, each as often as it was. */
async function started(ssm: SSMClient): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateDescribeAutomationExecutions({ client: ssm }, {}))
    for (const { AutomationExecutionId } of page.AutomationExecutionMetadataList ?? []) {
      const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      names.push(AutomationExecution?.Parameters?.Name?.[0] ?? '');
    }
  return names;
}

describe('kill -9 between PutEvents and what it starts', () => {
  it('loses no event that was acknowledged and starts nothing twice', async () => {
    const { path, remove } = dataFolder();
    const first = await startServer(path);
    const before = clients(first, path);
    await prepare(before);
    const puts = Array.from({ length: 30 }, (_, round) => put(before.events, round));
    await Promise.any(puts);
    await first.kill('SIGKILL');
    const acknowledged = (await Promise.all(puts)).flat();

    const second = await startServer(path);
    const { ssm } = clients(second, path);
    let names: string[] = [];
    for (let turn = 0; turn < 100 && !acknowledged.every((name) => names.includes(name)); turn++)
      names = await started(ssm);
    await second.kill('SIGTERM');
    remove();

    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.length).toBe(new Set(names).size);
  }, 60_000);
});
