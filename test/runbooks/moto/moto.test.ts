import { readFileSync } from 'node:fs';
import { sdkAwsApi } from '../../../functions/ports/aws/sdk-aws-api.ts';
import { sharedRunbooks } from '../../functions/ssm/documents/runbooks.ts';
import { runRunbook, watched, type Written } from '../run-runbook.ts';
import { databases } from './databases.ts';
import { instances } from './instances.ts';
import { type Ask, type MotoCase } from './moto-case.ts';
import { missing, startMoto } from './moto-server.ts';
import { services } from './services.ts';

const shared = new Map(sharedRunbooks().map(({ file, ...written }) => [file, written]));
const why = missing();
const skipped = (runbook: string) => why ?? (written(runbook) ? undefined : '../shared/cases/runbooks is not there');

function written(runbook: string): Written | undefined {
  if (runbook.includes('__')) return shared.get(runbook);
  const content = readFileSync(new URL(`documents/${runbook}`, import.meta.url), 'utf8');
  return { content, format: 'YAML' };
}

(why ? describe.skip : describe)(`a runbook that works on moto${why ? ` (skipped: ${why})` : ''}`, () => {
  const environment = { ...process.env };
  let moto: Awaited<ReturnType<typeof startMoto>>;
  beforeAll(async () => {
    moto = await startMoto();
    const keys = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };
    Object.assign(process.env, { AWS_ENDPOINT_URL: moto.url, ...keys });
  }, 60_000);
  afterAll(async () => {
    process.env = environment;
    await moto.stop();
  });

  for (const one of [...instances, ...databases, ...services]) {
    const reason = skipped(one.runbook);
    (reason ? it.skip : it)(`${one.name}${reason ? ` (skipped: ${reason})` : ''}`, () => runs(one));
  }
});

async function runs({ runbook, prepare, check }: MotoCase): Promise<void> {
  const aws = sdkAwsApi({ region: 'us-east-1' });
  const ask: Ask = (service, operation, input = {}) => aws.call({ service, operation, input, sessionName: 'test' });
  const parameters = await prepare(ask);
  const document = written(runbook);
  if (!document) throw new Error(`There is no runbook ${runbook}.`);

  const execution = await runRunbook({ document, parameters }, () => watched(aws));

  expect([execution.AutomationExecutionStatus, execution.FailureMessage]).toEqual(['Success', undefined]);
  await check(ask, parameters, execution);
}
