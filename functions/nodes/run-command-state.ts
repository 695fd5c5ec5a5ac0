import type { NodeCommandState } from '../ports/nodes.ts';
import type { Ports } from '../ports/ports.ts';
import { type CommandRecord, getCommand, isOverdue, timeOutCommand } from './command.ts';

type Status = NodeCommandState['status'];

const statuses: Record<CommandRecord['state'], Status> = {
  queued: 'Pending',
  running: 'InProgress',
  successful: 'Success',
  failed: 'Failed',
  timed_out: 'TimedOut',
  cancelled: 'Cancelled',
  interrupted: 'Failed',
};

/** Of several nodes the first of these counts that any has. */
const order: Status[] = ['Cancelling', 'InProgress', 'Pending', 'Failed', 'TimedOut', 'Cancelled', 'Success'];

/** How a command of SSM stands on nodes of ours; one whose time is over is given up here. */
export async function stateOfRun(ids: string[], ports: Pick<Ports, 'store' | 'clock'>): Promise<NodeCommandState> {
  const commands = await Promise.all(ids.map((id) => inTime(id, ports)));
  const all = commands.map(statusOf);
  const status = order.find((one) => all.includes(one)) ?? 'Failed';
  const [only] = commands;
  const isOver = order.indexOf(status) > order.indexOf('Pending');
  return { status, ...(isOver && commands.length === 1 && only && resultOf(only)) };
}

async function inTime(id: string, ports: Pick<Ports, 'store' | 'clock'>): Promise<CommandRecord | undefined> {
  const command = await getCommand(id, ports.store);
  return command && isOverdue(command, ports.clock.now()) ? timeOutCommand(id, ports) : command;
}

function statusOf(command: CommandRecord | undefined): Status {
  if (command?.state === 'running' && command.isCancelled) return 'Cancelling';
  return command ? statuses[command.state] : 'Failed';
}

function resultOf(command: CommandRecord): Omit<NodeCommandState, 'status'> {
  const { stdout = '', stderr = '', exitCode = -1, reason } = command;
  const failure =
    command.state === 'failed' && reason === undefined ? `failed to run commands: exit status ${exitCode}` : '';
  return { responseCode: exitCode, output: shown(stdout, stderr + (reason ?? failure)) };
}

/** What SSM shows of a plugin's output, in characters, and how its agent cuts it. */
const longest = 2500;
const errorTitle = '\n----------ERROR-------\n';
const cut = { output: '\n---Output truncated---', error: '\n---Error truncated----' };

function shown(stdout: string, stderr: string): string {
  const title = stderr && errorTitle;
  const room = longest - title.length;
  if (stdout.length + stderr.length <= room) return stdout + title + stderr;
  const half = Math.floor(room / 2);
  const errorRoom = Math.max(half, room - stdout.length);
  const error = shortened(stderr, errorRoom, cut.error);
  return shortened(stdout, room - error.length, cut.output) + title + error;
}

const shortened = (text: string, room: number, mark: string): string =>
  text.length <= room ? text : text.slice(0, room - mark.length) + mark;
