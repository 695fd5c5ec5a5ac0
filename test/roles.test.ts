import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { kmsSecrets } from '../functions/ports/aws/kms-secrets.ts';
import { lambdaScripts } from '../functions/ports/aws/lambda-scripts.ts';
import type { ScriptResult } from '../functions/ports/scripts.ts';
import { ensureAdministrator } from '../functions/principals/administrator.ts';
import { createPrincipal } from '../functions/principals/create-principal.ts';
import { storedPrincipals } from '../functions/principals/stored-principals.ts';
import { runScript } from '../functions/scripts/run-script.ts';
import { scriptFunction } from '../functions/scripts/script-function.ts';
import { embeddedWorkflows } from '../local/workflows.ts';
import { Database } from '../local/database/database.ts';
import { sqliteStore } from '../local/database/sqlite-store.ts';
import { StatesEngine } from '../local/states/engine.ts';
import { stateMachines } from '../local/state-machines.ts';
import { fakeAws } from './aws.ts';
import { fakeClock } from './clock.ts';
import { deployed } from './deployed.ts';
import { account, countingIds, recordingLog } from './door.ts';
import { inMemory } from './objects.ts';
import { places } from './places.ts';
import { unusedRights } from './unused-rights.ts';
import { askedBy, type Command } from './sdk-questions.ts';

/** The ports under the roles of the template, with clients that answer as told where the role allows the call. */
function open() {
  const [database, clock, ids, log] = [new Database(':memory:'), fakeClock(), countingIds(), recordingLog([])];
  const invoke = () => Promise.resolve({});
  const engine = new StatesEngine({ database, clock, ids, log, invoke, machines: stateMachines(), history: 'full' });
  const aws = fakeAws();
  const { ports, roles } = deployed({
    store: sqliteStore(database, clock),
    workflows: embeddedWorkflows(engine),
    events: { publish: async () => undefined },
    objects: inMemory(),
    clock,
    ids,
    aws,
  });
  const client = <Client>(answer: object) =>
    ({
      send: async (command: Command) => {
        askedBy(command, () => '').forEach(roles.ask);
        return answer;
      },
    }) as Client;
  const kms = { CiphertextBlob: Buffer.from('sealed'), Plaintext: Buffer.from('secret') };
  const secrets = kmsSecrets(client<KMSClient>(kms), places.key);
  return { ports: { ...ports, secrets, log }, roles, aws, client };
}

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ssm:ListDocuments', Resource: '*' }],
});

describe('the role of', () => {
  it('the function administrator lets it make and tell the keys', async () => {
    const { ports, roles } = open();
    const ask = () => roles.as('Administrator', () => ensureAdministrator(ports, account));

    const made = await ask();

    expect((await ask()).accessKeyId).toBe(made.accessKeyId);
  });

  it('the door lets it seal the secret of a new principal, and open it at a call', async () => {
    const { ports, roles } = open();
    const input = { Name: 'alice', PolicyDocument: policy };

    const made = await roles.as('Api', () => createPrincipal(input, ports, { account }));
    const found = await roles.as('Api', () => storedPrincipals(ports).find(made.AccessKeyId));

    expect(found).toMatchObject({ name: 'alice', secretAccessKey: 'secret' });
  });

  it.each(['SsmAutomationInProgress', 'RunScript', 'HeatDeploymentWaiting', 'OpsworksDeploymentEnd', 'PythonScript'])(
    '%s lets it neither seal nor open secrets',
    async (name) => {
      const { ports, roles } = open();
      const owner = { principal: 'arn', accessKeyId: 'AKIA' };

      await expect(roles.as(name, () => ports.secrets.open('c2VhbGVk', owner))).rejects.toThrow(
        `The role of ${name} does not allow kms:Decrypt`,
      );
      await expect(roles.as(name, () => ports.secrets.seal('secret', owner))).rejects.toThrow(
        `The role of ${name} does not allow kms:Encrypt`,
      );
    },
  );

  it('what runs scripts lets it take a job to the end, with an attachment and as the role of the runbook', async () => {
    const { ports, roles, aws, client } = open();
    const id = 'execution/step/1';
    const results: ScriptResult[] = [];
    aws.on('lambda.Invoke', {});
    aws.on('sts.AssumeRole', { Credentials: { AccessKeyId: 'ASIA', SecretAccessKey: 's', SessionToken: 't' } });
    const scripts = lambdaScripts({ ...ports, runner: places.runner });
    const job = {
      id,
      runtime: 'python3.11',
      source: '',
      handler: 'main',
      payload: {},
      timeoutSeconds: 60,
      role: { arn: `arn:aws:iam::${account}:role/deployer`, sessionName: 'session', region: 'us-east-1' },
      attachment: { name: 'a.zip', bucket: '.attachments', key: 'a', sha256: '' },
    };
    const answer = { channel: '', log: '', late: true, stopped: false };
    const run = scriptFunction(client<LambdaClient>({ Payload: Buffer.from(JSON.stringify(answer)) }), places.python);
    const finished = async (_id: string, result: ScriptResult) => void results.push(result);

    await roles.as('SsmAutomationInProgress', () => scripts.start(job));
    await roles.as('RunScript', () => runScript(id, 'request', { ...ports, run, finished }));

    expect(results).toMatchObject([{ status: 'TimedOut' }]);
  });

  it('a task that runs steps does not let it call the function that runs what anybody wrote', () => {
    const { roles } = open();
    const resource = `arn:aws:lambda:us-east-1:${account}:function:${places.python}`;

    expect(() =>
      roles.as('SsmAutomationInProgress', () => roles.ask({ action: 'lambda:InvokeFunction', resource })),
    ).toThrow('The role of SsmAutomationInProgress does not allow lambda:InvokeFunction');
  });
});

describe('rights that nobody uses', () => {
  const get = { right: 'Api objects.get', allows: ['s3:GetObject arn:aws:s3:::objects/*', 's3:ListBucket arn:b'] };
  const start = { right: 'Api workflows.start ssm-alarm', allows: ['states:StartExecution arn:alarm'] };
  const used = ['Api s3:GetObject arn:aws:s3:::objects/a/b', 'Other states:StartExecution arn:alarm'];

  it('are found, each for its function', () => {
    expect(unusedRights([get, start], used, {})).toEqual([
      'Api workflows.start ssm-alarm: no test uses this right; take it out of serverless/*.yml, or say in test/unused-rights.ts why it is there',
    ]);
  });

  it('may have a reason, which goes with the right', () => {
    const because = { 'Api workflows.start ssm-alarm': 'Because.', 'Api objects.get': 'No more.' };

    expect(unusedRights([get, start], used, because)).toEqual([
      'Api objects.get: it is used now, or gone; take its reason out of test/unused-rights.ts',
    ]);
  });
});
