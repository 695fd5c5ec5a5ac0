import { createRequire } from 'node:module';
import { sharedRunbooks } from '../functions/ssm/documents/runbooks.ts';
import { type MockedAws, mockedAws } from './mocked-aws.ts';
import { runRunbook } from './run-runbook.ts';
import { matcher, type Scenario, scenarios } from './scenario.ts';

/** Runbooks that no scenario runs, and why. */
const unrun: Record<string, string> = {
  'aws-samples_systems-manager-license-manager-license-tracker-for-sql-server__SQLServerLTS-Orchestrate.yaml':
    'what it starts is named by ${AWS::Partition}, which CloudFormation fills in',
};

const { resolve } = createRequire(import.meta.url);
const isInstalled = (client: string): boolean => {
  try {
    return resolve(client) !== '';
  } catch {
    return false;
  }
};

const clientsOf = ({ calls }: Scenario) => {
  const services = calls.flatMap((call) => Object.keys(call)).map((operation) => operation.split('.')[0]);
  return [...new Set(services)].map((service) => `@aws-sdk/client-${service}`);
};

const runbooks = new Map(sharedRunbooks().map(({ file, ...written }) => [file, written]));
const test = runbooks.size ? it : it.skip;
const where = runbooks.size ? '' : ' (skipped: ../shared/cases/runbooks is not there)';
const told = scenarios().map(([name, scenario]) => {
  const missing = clientsOf(scenario).filter((client) => !isInstalled(client));
  return { name, scenario, missing, why: missing.length ? ` (skipped: ${missing.join(', ')} not installed)` : '' };
});

const environment = { ...process.env };
beforeAll(() => Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'key of self', AWS_SECRET_ACCESS_KEY: 'secret' }));
afterAll(() => void (process.env = environment));

describe(`a public runbook${where}`, () => {
  for (const { name, scenario, missing, why } of told)
    (missing.length ? it.skip : test)(`runs to its documented end: ${name}${why}`, () => runs(scenario));

  test('has a scenario', () => {
    const run = new Set([...told.map(({ scenario }) => scenario.runbook), ...Object.keys(unrun)]);
    expect([...runbooks.keys()].filter((file) => !run.has(file))).toEqual([]);
  });
});

async function runs(scenario: Scenario): Promise<void> {
  const document = runbooks.get(scenario.runbook);
  if (!document) throw new Error(`There is no runbook ${scenario.runbook}.`);

  let aws: MockedAws | undefined;

  const execution = await runRunbook(
    { document, parameters: scenario.parameters },
    (now) => (aws = mockedAws(scenario, now)),
  );

  const { AutomationExecutionId: id = '', AutomationExecutionStatus: status, FailureMessage, Outputs } = execution;
  expect(aws?.sent.map(([operation, input]) => ({ [operation]: input }))).toEqual(matcher(scenario.calls, id));
  expect({ status, steps: stepsOf(execution.StepExecutions) }).toEqual({
    status: scenario.status,
    steps: Object.entries(scenario.steps),
  });
  expect(Outputs ?? {}).toEqual(matcher(scenario.outputs ?? {}, id));
  expect(FailureMessage ?? '').toContain(scenario.failure ?? '');
  expect([...(aws?.keys ?? [])]).toEqual(scenario.signers.map((signer) => `key of ${signer}`));
}

const stepsOf = (steps: { StepName?: string | undefined; StepStatus?: string | undefined }[] = []) =>
  steps.map(({ StepName, StepStatus }) => [StepName, StepStatus]);
