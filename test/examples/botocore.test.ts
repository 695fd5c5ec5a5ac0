import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'botocore-'));
const data = join(scratch, 'data');
const run = promisify(execFile);

const program = `
import json, sys, boto3
from botocore.exceptions import WaiterError
ssm, opsworks = boto3.client('ssm'), boto3.client('opsworks')

def started(name, **inputs):
    step = {'name': 'Nap', 'action': 'aws:sleep', 'inputs': inputs}
    content = json.dumps({'schemaVersion': '0.3', 'mainSteps': [step]})
    ssm.create_document(Name=name, DocumentType='Automation', Content=content)
    return ssm.start_automation_execution(DocumentName=name)['AutomationExecutionId']

def waited(waiter, id, attempts):
    try:
        ssm.get_waiter(waiter).wait(AutomationExecutionId=id, WaiterConfig={'Delay': 1, 'MaxAttempts': attempts})
        return 'done'
    except WaiterError as error:
        return str(error)

good, bad, long = started('Good', Duration='PT2S'), started('Bad', Duration='P9D'), started('Long', Duration='PT1H')
print(json.dumps([
    waited('automation_execution_success', good, 60),
    waited('automation_execution_complete', good, 60),
    waited('automation_execution_complete', bad, 60),
    waited('automation_execution_success', bad, 60),
    waited('automation_execution_complete', long, 2),
    'command_executed' in ssm.waiter_names,
    opsworks.describe_stacks()['Stacks'],
    'deployment_successful' in opsworks.waiter_names,
]))
`;

/** A server of its own, as a child process. */
function started(): Promise<{ server: ChildProcess; url: string }> {
  const env = { PATH: process.env.PATH ?? '', HOME: scratch };
  const server = spawn(process.execPath, ['cli/quaymaster.js', 'start', '--port', '0', '--data', data], {
    cwd: root,
    env,
  });
  return new Promise((resolve, reject) => {
    server.stdout.once('data', (text: Buffer) => {
      const url = /^ready (\S+)/.exec(text.toString())?.[1] ?? '';
      resolve({ server, url });
    });
    server.once('close', () => reject(new Error('the server ended')));
  });
}

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;
if (!hasBoto3) console.log('boto3 is not installed (pip install boto3): its waiters are not tested');

(hasBoto3 ? describe : describe.skip)('what botocore lacks', () => {
  it('is here: waiters for executions beside its own, and the OpsWorks that it has dropped', async () => {
    const { server, url } = await started();
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      AWS_ENDPOINT_URL: url,
      AWS_SHARED_CREDENTIALS_FILE: join(data, 'credentials'),
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_DATA_PATH: join(root, 'examples/botocore'),
    };

    const { stdout } = await run('python3', ['-c', program], { env }).finally(() => server.kill('SIGKILL'));

    expect(JSON.parse(stdout)).toEqual([
      'done',
      'done',
      'done',
      expect.stringMatching(/^Waiter AutomationExecutionSuccess failed: .*"Failed"/),
      'Waiter AutomationExecutionComplete failed: Max attempts exceeded',
      true,
      [],
      true,
    ]);
  }, 120_000);
});
