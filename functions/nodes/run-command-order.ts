import { AwsError } from '../ports/aws-api.ts';
import type { NodeCommand } from '../ports/nodes.ts';
import type { NodeOrder } from './command.ts';

const shells: Record<string, string> = { 'AWS-RunShellScript': 'sh', 'AWS-RunPowerShellScript': 'powershell' };
const names = ['commands', 'workingDirectory', 'executionTimeout'];

/** Seconds: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#aws-runShellScript */
const execution = { usual: 3600, least: 1, most: 172_800 };
const delivery = { usual: 3600, least: 30, most: 2_592_000 };

/** What a node is to do for a Command document of SSM. Throws AwsError as SendCommand does. */
export function orderFrom({
  documentName,
  parameters,
  options,
}: NodeCommand): Omit<NodeOrder, 'id' | 'node' | 'owner'> {
  const document = documentName.split('/').at(-1) ?? '';
  const shell = Object.hasOwn(shells, document) ? shells[document] : undefined;
  if (!shell)
    throw refused(
      'InvalidDocument',
      `Agents of this server run ${Object.keys(shells).join(' and ')}, not ${documentName}`,
    );
  const unknown = Object.keys(parameters).find((name) => !names.includes(name));
  if (unknown !== undefined) throw refused('InvalidParameters', `Parameter ${unknown} is not defined in ${document}`);
  const { commands = [], workingDirectory: [folder = ''] = [], executionTimeout: [time = ''] = [] } = parameters;
  if (commands.length === 0) throw refused('InvalidParameters', `Parameter commands is required by ${document}`);
  return {
    kind: 'script',
    payload: { shell, commands, ...(folder && { workingDirectory: folder }) },
    timeoutSeconds: secondsOf('executionTimeout', time || execution.usual, execution),
    waitSeconds: secondsOf('TimeoutSeconds', options.TimeoutSeconds ?? delivery.usual, delivery),
  };
}

function secondsOf(name: string, value: unknown, { least, most }: { least: number; most: number }): number {
  const seconds = /^\d{1,9}$/.test(String(value)) ? Number(value) : -1;
  if (seconds < least || seconds > most)
    throw refused('InvalidParameters', `${name} must be a number of seconds from ${least} to ${most}`);
  return seconds;
}

const refused = (code: string, message: string): AwsError =>
  new AwsError({ code, message, operation: 'SendCommand', status: 400 });
