import type { Command, Deployment } from '@aws-sdk/client-opsworks';
import type { SoftwareDeployment } from '../../clients/heat.ts';

/** A deployment of either API, as a row. */
export interface MachineDeployment {
  api: 'OpsWorks' | 'Heat';
  id: string;
  what: string;
  where: string;
  status: string;
  start: Date | undefined;
  end: Date | undefined;
  by: string;
}

/** What both APIs know, newest first, and what went wrong with one of them. */
export interface Machines {
  deployments: MachineDeployment[];
  problems: string[];
}

/** Reads both; one that may not be read does not hide the other. */
export async function loadMachines(): Promise<Machines> {
  const found = await Promise.allSettled([ofOpsWorks(), ofHeat()]);
  const { problemOf } = await import('../../clients/problem.ts');
  return {
    deployments: found
      .flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
      .sort((one, other) => (other.start?.getTime() ?? 0) - (one.start?.getTime() ?? 0)),
    problems: found.flatMap((one, place) =>
      one.status === 'rejected' ? [`${place === 0 ? 'OpsWorks' : 'Heat'}: ${problemOf(one.reason)}`] : [],
    ),
  };
}

async function ofOpsWorks(): Promise<MachineDeployment[]> {
  const api = await import('../../clients/opsworks.ts');
  const { Stacks = [] } = await api.describeStacks();
  const ofStack = async ({ StackId = '', Name = '' }: { StackId?: string | undefined; Name?: string | undefined }) =>
    ((await api.describeDeployments(StackId)).Deployments ?? []).map((one) => opsworksRow(one, Name));
  return (await Promise.all(Stacks.slice(0, 50).map(ofStack))).flat();
}

const opsworksRow = (one: Deployment, stack: string): MachineDeployment => ({
  api: 'OpsWorks',
  id: one.DeploymentId ?? '',
  what: (one.Command?.Name ?? '').replaceAll('_', ' '),
  where: `${stack} · ${one.InstanceIds?.length ?? 0} machines`,
  status: one.Status ?? '',
  start: dateOf(one.CreatedAt),
  end: dateOf(one.CompletedAt),
  by: one.IamUserArn ?? '',
});

async function ofHeat(): Promise<MachineDeployment[]> {
  const { listSoftwareDeployments } = await import('../../clients/heat.ts');
  return (await listSoftwareDeployments()).map(heatRow);
}

const heatRow = (one: SoftwareDeployment): MachineDeployment => ({
  api: 'Heat',
  id: one.id,
  what: one.action.toLowerCase(),
  where: one.server_id,
  status: one.status,
  start: dateOf(one.creation_time),
  end: one.status === 'IN_PROGRESS' ? undefined : dateOf(one.updated_time ?? one.creation_time),
  by: '',
});

/** Times come as text, Heat's without a zone where it is RTS's: UTC. */
function dateOf(text: string | undefined): Date | undefined {
  if (!text) return undefined;
  const date = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** What one deployment did on one machine. */
export interface MachineResult {
  machine: string;
  status: string;
  start: Date | undefined;
  end: Date | undefined;
  exitCode: string;
  /** Where its log is, or the log itself. */
  logUrl?: string;
  logs: { name: string; text: string }[];
  values: Record<string, string[]>;
}

/** A deployment with what it did on each machine. */
export interface LoadedDeployment {
  deployment: MachineDeployment;
  results: MachineResult[];
}

/** Reads one deployment of OpsWorks. */
export async function loadOpsWorks(id: string): Promise<LoadedDeployment> {
  const api = await import('../../clients/opsworks.ts');
  const [{ Deployments: [found] = [] }, { Commands = [] }] = await Promise.all([
    api.describeDeployment(id),
    api.describeCommands(id),
  ]);
  const { Instances = [] } = found?.StackId ? await api.describeInstances(found.StackId) : {};
  const names = new Map(Instances.map(({ InstanceId, Hostname }) => [InstanceId, Hostname]));
  return {
    deployment: opsworksRow(found ?? {}, ''),
    results: Commands.map((command) => resultOf(command, names.get(command.InstanceId))),
  };
}

const resultOf = (command: Command, name: string | undefined): MachineResult => ({
  machine: name ?? command.InstanceId ?? '',
  status: command.Status ?? '',
  start: dateOf(command.CreatedAt),
  end: dateOf(command.CompletedAt),
  exitCode: command.ExitCode === undefined ? '' : String(command.ExitCode),
  ...(command.LogUrl && { logUrl: command.LogUrl }),
  logs: [],
  values: {},
});

const streams = ['deploy_stdout', 'deploy_stderr'];

/** Reads one deployment of Heat. */
export async function loadHeat(id: string): Promise<LoadedDeployment> {
  const { listSoftwareDeployments } = await import('../../clients/heat.ts');
  const found = (await listSoftwareDeployments()).find((one) => one.id === id);
  if (!found) throw new Error(`There is no deployment ${id}.`);
  const deployment = heatRow(found);
  const outputs = found.output_values ?? {};
  const texts = Object.entries(outputs).map(([name, value]): [string, string] => [name, textOf(value)]);
  return {
    deployment,
    results: [
      {
        machine: found.server_id,
        status: found.status,
        start: deployment.start,
        end: deployment.end,
        exitCode: textOf(outputs['deploy_status_code'] ?? ''),
        logs: texts.filter(([name, text]) => streams.includes(name) && text).map(([name, text]) => ({ name, text })),
        values: Object.fromEntries(
          texts.filter(([name]) => !streams.includes(name)).map(([name, text]) => [name, [text]]),
        ),
      },
    ],
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
