import type { Command, Deployment } from '@aws-sdk/client-opsworks';
import { mapAtOnce } from '../../clients/at-once.ts';
import type { SoftwareDeployment } from '../../clients/heat.ts';

/** A deployment of either API, as a row. */
export interface MachineDeployment {
  api: 'OpsWorks' | 'Heat';
  id: string;
  what: string;
  /** The stack of OpsWorks; nothing of Heat. */
  where: string;
  /** The machines that it is for, by the names that people know. */
  machines: string[];
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
  const found = await mapAtOnce(Stacks, async ({ StackId = '', Name = '' }) => {
    const { Deployments = [] } = await api.describeDeployments(StackId);
    const names = Deployments.length ? await hostnames(StackId) : new Map<string, string>();
    return Deployments.map((one) => opsworksRow(one, Name, names));
  });
  return found.flat();
}

/** The names of a stack's machines, by their ids. */
async function hostnames(stack: string): Promise<Map<string, string>> {
  const { describeInstances } = await import('../../clients/opsworks.ts');
  const { Instances = [] } = await describeInstances(stack);
  return new Map(Instances.map(({ InstanceId = '', Hostname = '' }) => [InstanceId, Hostname]));
}

const opsworksRow = (one: Deployment, stack: string, names: Map<string, string>): MachineDeployment => ({
  api: 'OpsWorks',
  id: one.DeploymentId ?? '',
  what: (one.Command?.Name ?? '').replaceAll('_', ' '),
  where: stack,
  machines: (one.InstanceIds ?? []).map((id) => names.get(id) ?? id),
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
  where: '',
  machines: [one.server_id],
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
  /** Why it ended as it did, where somebody said so. */
  reason: string;
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
  const names = found?.StackId ? await hostnames(found.StackId) : new Map<string, string>();
  return {
    deployment: opsworksRow(found ?? {}, '', names),
    results: Commands.map((command) => resultOf(command, names.get(command.InstanceId ?? ''))),
  };
}

const resultOf = (command: Command, name: string | undefined): MachineResult => ({
  machine: name ?? command.InstanceId ?? '',
  status: command.Status ?? '',
  start: dateOf(command.CreatedAt),
  end: dateOf(command.CompletedAt),
  exitCode: command.ExitCode === undefined ? '' : String(command.ExitCode),
  reason: '',
  ...(command.LogUrl && { logUrl: command.LogUrl }),
  logs: [],
  values: {},
});

const streams = ['deploy_stdout', 'deploy_stderr'];

/** Reads one deployment of Heat. */
export async function loadHeat(id: string): Promise<LoadedDeployment> {
  const { showSoftwareDeployment } = await import('../../clients/heat.ts');
  const found = await showSoftwareDeployment(id);
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
        reason: found.status === 'COMPLETE' ? '' : (found.status_reason ?? ''),
        logs: texts.filter(([name, text]) => streams.includes(name) && text).map(([name, text]) => ({ name, text })),
        values: Object.fromEntries(
          texts.filter(([name]) => !streams.includes(name)).map(([name, text]) => [name, [text]]),
        ),
      },
    ],
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
