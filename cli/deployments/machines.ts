import { gunzipSync } from 'node:zlib';
import type { Command, Deployment, Instance } from '@aws-sdk/client-opsworks';
import { ApiError } from '../../functions/api/error.ts';
import type { Call } from '../client.ts';
import { type Arguments, textOption } from '../command.ts';
import type { Session } from '../session.ts';
import { heatAt, type SoftwareDeployment } from './heat.ts';

/** What a deployment did on one machine; `log` reads what that wrote. */
export interface Machine {
  name: string;
  status: string;
  exitCode: number | undefined;
  reason: string;
  log: () => Promise<string>;
}

/** A deployment, machine by machine. */
export interface Deployed {
  /** As the API shows it. */
  deployment: object;
  title: string;
  machines: Machine[];
}

/** Finds a deployment of either API by its id: OpsWorks first. Throws ApiError where neither knows it. */
export async function deployed(session: Session, given: Arguments): Promise<Deployed> {
  const [id = ''] = given.positionals;
  return (await ofOpsWorks(session.call, id)) ?? ofHeat(session, { id, project: textOption(given, 'project') ?? '' });
}

async function ofOpsWorks(call: Call, id: string): Promise<Deployed | undefined> {
  const deployment = await deploymentOf(call, id);
  if (!deployment) return undefined;
  const { Commands = [] } = await call<{ Commands?: Command[] }>('OpsWorks_20130218.DescribeCommands', {
    DeploymentId: id,
  });
  const { StackId } = deployment;
  const { Instances = [] } = await call<{ Instances?: Instance[] }>('OpsWorks_20130218.DescribeInstances', { StackId });
  const names = new Map(Instances.map(({ InstanceId, Hostname }) => [InstanceId, Hostname]));
  const machines = Commands.map((one): Machine => ({
    name: names.get(one.InstanceId) ?? one.InstanceId ?? '',
    status: one.Status ?? '',
    exitCode: one.ExitCode,
    reason: '',
    log: () => logAt(one.LogUrl),
  }));
  return { deployment: { ...deployment, Commands }, title: deployment.Command?.Name ?? '', machines };
}

async function deploymentOf(call: Call, id: string): Promise<Deployment | undefined> {
  try {
    const input = { DeploymentIds: [id] };
    const found = await call<{ Deployments?: Deployment[] }>('OpsWorks_20130218.DescribeDeployments', input);
    return found.Deployments?.[0];
  } catch (error) {
    if (error instanceof ApiError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function logAt(url: string | undefined): Promise<string> {
  if (!url) return '';
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) return `The log is not there: HTTP status ${answer.status}\n`;
  const bytes = Buffer.from(await answer.arrayBuffer());
  return (isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: longestLog }) : bytes).toString();
}

/** More than an agent sends of a command, in bytes. */
const longestLog = 64 * 1024 * 1024;

/** OpsWorks keeps logs compressed. */
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function ofHeat({ endpoint }: Session, { id, project }: { id: string; project: string }): Promise<Deployed> {
  const heat = heatAt(endpoint, project);
  const { software_deployment: deployment } = await heat<{ software_deployment: SoftwareDeployment }>(
    `/software_deployments/${encodeURIComponent(id)}`,
  );
  const { server_id: name, status, status_reason: reason, action, output_values: outputs } = deployment;
  const text = (output: string): string => (typeof outputs?.[output] === 'string' ? outputs[output] : '');
  const code = Number(outputs?.deploy_status_code ?? NaN);
  const exitCode = Number.isNaN(code) ? undefined : code;
  const log = async () => text('deploy_stdout') + text('deploy_stderr');
  return { deployment, title: action, machines: [{ name, status, exitCode, reason, log }] };
}
