import type { JsonObject } from '../../functions/ports/json.ts';
import type { Around } from '../running.ts';
import { missing } from '../runbooks/moto/moto-server.ts';
import { type Account, again, startAccount } from './account.ts';
import { openEmbeddedStage } from './embedded-stage.ts';
import { type Fleet, openFleet, openHeat } from './machines.ts';
import { coursesOf, isOver, type Stage } from './stage.ts';

const why = missing();
const where = why === undefined ? '' : ` (SKIPPED: ${why})`;

/** What happens on machines, and how it must end. */
interface Scenario {
  name: string;
  ends: unknown;
  play: (stage: Stage) => Promise<unknown>;
  around?: (stage: () => Stage) => Around;
}

const untouched: Around = (task) => task;

async function deploy(fleet: Fleet): Promise<string> {
  const input = { StackId: fleet.stackId, Command: { Name: 'configure' } };
  return (await fleet.call('CreateDeployment', input)).DeploymentId as string;
}

async function endOf(fleet: Fleet, id: string): Promise<unknown> {
  const { Deployments } = await fleet.call('DescribeDeployments', { DeploymentIds: [id] });
  const { Commands } = await fleet.call('DescribeCommands', { DeploymentId: id });
  const commands = (Commands as { Status: string; ExitCode?: number }[]).map(
    ({ Status, ExitCode = -1 }) => `${Status} ${ExitCode}`,
  );
  return [(Deployments as JsonObject[])[0]?.Status, ...commands.sort()];
}

/** Waits of the machine that are soon over. */
const impatient = (): Around => (task, name) => async () => {
  const answer = await task();
  if (name !== 'OpsworksDeploymentTargets') return answer;
  return { ...answer, targets: (answer.targets as JsonObject[]).map((target) => ({ ...target, timeoutSeconds: 8 })) };
};

const waiting = { server_id: 'web', signal_transport: 'CFN_SIGNAL' };

async function heatDeployment(stage: Stage, more: JsonObject) {
  const heat = openHeat(stage);
  const config = (await heat('POST', '/software_configs', { name: 'c', group: 'script', config: 'x' })).software_config;
  const wanted = { config_id: (config as JsonObject).id ?? null, ...waiting, ...more };
  const made = (await heat('POST', '/software_deployments', wanted)).software_deployment as JsonObject;
  const { metadata } = await heat('GET', '/software_deployments/metadata/web');
  const inputs = (metadata as { inputs: { name: string; value: string }[] }[])[0]?.inputs ?? [];
  const url = inputs.find(({ name }) => name === 'deploy_signal_id')?.value ?? '';
  const path = `/software_deployments/${made.id as string}`;
  const show = async () => {
    const { status, status_reason: reason } = (await heat('GET', path)).software_deployment as JsonObject;
    return [status, reason];
  };
  return { heat, url, show };
}

async function over(stage: Stage): Promise<void> {
  for (let pass = 0; pass < 200 && !(await isOver(stage)); pass++) await stage.pass();
}

const scenarios: Scenario[] = [
  {
    name: 'an OpsWorks deployment that works everywhere',
    ends: ['successful', 'successful 0', 'successful 0'],
    play: async (stage) => {
      const fleet = await openFleet(stage, 2);
      const id = await deploy(fleet);
      await fleet.rest();
      return endOf(fleet, id);
    },
  },
  {
    name: 'an OpsWorks deployment that fails on one of three instances',
    ends: ['failed', 'failed 3', 'successful 0', 'successful 0'],
    play: async (stage) => {
      const fleet = await openFleet(stage, 3);
      const id = await deploy(fleet);
      if (fleet.agents[1]) fleet.agents[1].fails = 3;
      await fleet.rest();
      return endOf(fleet, id);
    },
  },
  {
    name: 'an OpsWorks deployment whose agent is never heard of again',
    ends: ['failed', 'failed 1'],
    around: impatient,
    play: async (stage) => {
      const fleet = await openFleet(stage, 1);
      const id = await deploy(fleet);
      await fleet.rest([]);
      return endOf(fleet, id);
    },
  },
  {
    name: 'a Heat deployment that is signalled',
    ends: ['COMPLETE', 'Outputs received'],
    play: async (stage) => {
      const { heat, url, show } = await heatDeployment(stage, { timeout: 3600 });
      await heat('PUT', url, { deploy_status_code: 0 });
      await over(stage);
      return show();
    },
  },
  {
    name: 'a Heat deployment whose time is over',
    ends: ['FAILED', 'Deployment timed out: no signal within 2 seconds'],
    play: async (stage) => {
      const { show } = await heatDeployment(stage, { timeout: 2 });
      await over(stage);
      return show();
    },
  },
];

async function played(open: (around: Around) => Promise<Stage>, { play, around }: Scenario) {
  const stage: Stage = await open(around?.(() => stage) ?? untouched);
  const end = await play(stage);
  const courses = (await coursesOf(stage)).map(({ machine, status, states }) => ({ machine, status, states }));
  return { end, courses };
}

(why === undefined ? describe : describe.skip)(`deployments on another interpreter${where}`, () => {
  let account: Account;
  beforeAll(async () => {
    account = await startAccount();
  });
  afterAll(() => account.stop());

  it.each(scenarios.map((one) => [one.name, one] as const))(
    'go the same way and end alike: %s',
    async (_, scenario) => {
      const [embedded, there] = await Promise.all([
        played(openEmbeddedStage, scenario),
        again(() => played(account.openStage, scenario)),
      ]);

      expect(embedded.end).toEqual(scenario.ends);
      expect(there).toEqual(embedded);
    },
    180_000,
  );
});
