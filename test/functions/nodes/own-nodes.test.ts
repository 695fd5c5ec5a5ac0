import { cancelCommand, getCommand } from '../../../functions/nodes/command.ts';
import { createNode } from '../../../functions/nodes/node.ts';
import { ownNodes } from '../../../functions/nodes/own-nodes.ts';
import { removeNode } from '../../../functions/nodes/remove-node.ts';
import { createPrincipal } from '../../../functions/principals/create-principal.ts';
import { mayNow } from '../../../functions/principals/may-now.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';
import type { NodeCommand, Nodes, NodesCaller } from '../../../functions/ports/nodes.ts';
import { type MachineRoom, openMachineRoom } from './machine-room.ts';

let room: MachineRoom;
let nodes: Nodes;
let toSsm: string[];

const startedBy = 'arn:aws:iam::000000000000:user/ada';
const caller: NodesCaller = { startedBy, sessionName: 's', region: 'us-east-1' };

beforeEach(async () => {
  room = await openMachineRoom();
  toSsm = [];
  const note = (what: string) => void toSsm.push(what);
  const others: Nodes = {
    unavailable: async (ids) => (note(`unavailable ${ids.join()}`), ids),
    start: async () => (note('start'), 'command-of-ssm'),
    status: async (id) => (note(`status ${id}`), { status: 'Success' }),
    cancel: async (id) => note(`cancel ${id}`),
    takeBack: async ({ id }) => note(`take back ${id}`),
  };
  nodes = ownNodes(room.ports, { others, mayDo: mayNow(room.ports) });
  const caller = { arn: 'admin', name: 'admin', account: '000000000000', region: 'us-east-1' };
  const mayRun = { Effect: 'Allow', Action: 'ssm:SendCommand', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [mayRun] });
  await createPrincipal({ Name: 'ada', PolicyDocument }, { ...room.ports, secrets: plainSecrets() }, caller);
  await createNode({ id: 'n2', kind: 'ssm', name: 'db', tags: { role: 'db' } }, room.ports);
});

const command = (more: Partial<NodeCommand> = {}): NodeCommand => ({
  id: 'e/s/1',
  documentName: 'AWS-RunShellScript',
  instanceIds: ['n1'],
  parameters: { commands: ['echo hello', 'exit 3'], workingDirectory: ['/tmp'], executionTimeout: ['30'] },
  options: {},
  ...more,
});

/** Runs what is queued for n1 to an end. */
async function end(report: object): Promise<void> {
  const { commands } = await room.ask('/nodes/poll', {});
  for (const { id } of commands as { id: string }[]) {
    await room.ask('/nodes/begin', { id });
    await room.ask('/nodes/finish', { id, ...report });
  }
}

describe('ownNodes', () => {
  it('runs commands for those alone who may send them', async () => {
    const refused = nodes.start(command(), { ...caller, startedBy: 'arn:aws:iam::000000000000:user/eve' });

    await expect(refused).rejects.toThrow(
      'User: arn:aws:iam::000000000000:user/eve is not authorized to perform: ssm:SendCommand on resources: ' +
        'arn:aws:ssm:us-east-1::document/AWS-RunShellScript, arn:aws:ssm:us-east-1:000000000000:managed-instance/n1',
    );
    expect((await room.ask('/nodes/poll', {})).commands).toEqual([]);
  });

  it('queues a shell script for a node of ours', async () => {
    const id = await nodes.start(command(), caller);

    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await getCommand(`${id}/n1`, room.store)).toMatchObject({
      owner: 'ssm',
      kind: 'script',
      payload: { shell: 'sh', commands: ['echo hello', 'exit 3'], workingDirectory: '/tmp' },
      timeoutSeconds: 30,
      waitSeconds: 3600,
    });
    expect(toSsm).toEqual([]);
  });

  it('starts a command once, also when it is asked again later', async () => {
    const id = await nodes.start(command(), caller);
    await end({ state: 'successful', exitCode: 0 });

    expect(await nodes.start(command({ startedSince: 1 }), caller)).toBe(id);
    expect(await nodes.status(id, caller)).toMatchObject({ status: 'Success' });
    expect(await nodes.start(command({ id: 'e/s/2' }), caller)).not.toBe(id);
  });

  it('takes back a command whose id nobody kept', async () => {
    const id = await nodes.start(command(), caller);

    await nodes.takeBack(command(), caller);

    expect(await nodes.status(id, caller)).toMatchObject({ status: 'Cancelled' });
  });

  it('takes back what is given of a command while it is cancelled', async () => {
    const { store } = room.ports;
    const before = { ...store };
    store.write = async (changes) => {
      if (!changes.some((one) => 'put' in one && one.put.partition.startsWith('node-command#')))
        return before.write(changes);
      Object.assign(store, before);
      await nodes.takeBack(command(), caller);
      return before.write(changes);
    };

    const id = await nodes.start(command(), caller);

    expect(await nodes.status(id, caller)).toMatchObject({ status: 'Cancelled' });
  });

  it.each(['takeBack', 'cancel'] as const)('starts nothing more of a command after %s', async (how) => {
    const both = command({ instanceIds: ['n1', 'n2'] });
    if (how === 'takeBack') await nodes.takeBack(both, caller);
    else await nodes.cancel(await nodes.start(both, caller), caller);

    await nodes.start(both, caller);

    expect((await room.ask('/nodes/poll', {})).commands).toEqual([]);
  });

  it('fails a command on a node that was removed, and goes on with the others', async () => {
    const both = command({ instanceIds: ['n2', 'n1'] });
    const id = await nodes.start(both, caller);
    await removeNode('n2', room);

    expect(await nodes.start({ ...both, startedSince: 1 }, caller)).toBe(id);
    expect(await nodes.status(id, caller)).toEqual({ status: 'Pending' });
    await end({ state: 'successful', exitCode: 0 });
    expect(await nodes.status(id, caller)).toEqual({ status: 'Failed' });
  });

  it('fails a command whose node is removed while it is started', async () => {
    const { store } = room.ports;
    const before = { ...store };
    store.write = async (changes) => {
      Object.assign(store, before);
      await removeNode('n1', room);
      return before.write(changes);
    };
    const id = await nodes.start(command(), caller);

    expect(await nodes.status(id, caller)).toMatchObject({ status: 'Failed' });
  });

  it('takes back a command from the nodes it was given to, though the target names them no more', async () => {
    const { instanceIds: _none, ...rest } = command();
    const byTag = { ...rest, startedSince: 1, targets: [{ Key: 'tag:role', Values: ['db'] }] };
    const id = await nodes.start(byTag, caller);
    await removeNode('n2', room);

    await nodes.takeBack(byTag, caller);
    await nodes.start(byTag, caller);

    expect(await nodes.status(id, caller)).toMatchObject({ status: 'Failed' });
    expect(toSsm).toEqual([]);
  });

  it('leaves all else to SSM', async () => {
    const other = command({ instanceIds: ['i-1'] });

    expect(await nodes.start(other, caller)).toBe('command-of-ssm');
    await nodes.status('command-of-ssm', caller);
    await nodes.cancel('command-of-ssm', caller);
    await nodes.takeBack(other, caller);
    const { instanceIds: _none, ...rest } = command();
    await nodes.start({ ...rest, targets: [{ Key: 'tag:role', Values: ['web'] }] }, caller);
    expect(toSsm).toEqual(['start', 'status command-of-ssm', 'cancel command-of-ssm', 'take back e/s/1', 'start']);
  });

  it('refuses a command for nodes of both', async () => {
    await expect(nodes.start(command({ instanceIds: ['n1', 'i-1'] }), caller)).rejects.toThrow(
      'One command cannot run on nodes of this server and on others: i-1',
    );
  });

  it.each([
    ['tag:role', ['db', 'x']],
    ['tag-key', ['role']],
    ['InstanceIds', ['n2']],
  ])('finds nodes by %s', async (Key, Values) => {
    const { instanceIds: _none, ...rest } = command();
    const id = await nodes.start({ ...rest, targets: [{ Key, Values }] }, caller);

    expect(await getCommand(`${id}/n2`, room.store)).toBeDefined();
    expect(await getCommand(`${id}/n1`, room.store)).toBeUndefined();
  });

  it('knows which nodes cannot take a command: those that were not heard of, and those SSM does not know', async () => {
    await room.ask('/nodes/poll', {});

    expect(await nodes.unavailable(['n1', 'n2', 'i-1'], caller)).toEqual(['n2', 'i-1']);
    room.clock.advance(300_000);
    expect(await nodes.unavailable(['n1'], caller)).toEqual(['n1']);
    expect(toSsm).toEqual(['unavailable i-1']);
  });

  it.each([
    [
      { documentName: 'AWS-ConfigureAWSPackage' },
      'InvalidDocument',
      'Agents of this server run AWS-RunShellScript and AWS-RunPowerShellScript, not AWS-ConfigureAWSPackage',
    ],
    [
      { documentName: 'constructor' },
      'InvalidDocument',
      'Agents of this server run AWS-RunShellScript and AWS-RunPowerShellScript, not constructor',
    ],
    [{ parameters: {} }, 'InvalidParameters', 'Parameter commands is required by AWS-RunShellScript'],
    [
      { parameters: { commands: ['a'], Commands: ['b'] } },
      'InvalidParameters',
      'Parameter Commands is not defined in AWS-RunShellScript',
    ],
    [
      { parameters: { commands: ['a'], executionTimeout: ['0'] } },
      'InvalidParameters',
      'executionTimeout must be a number of seconds from 1 to 172800',
    ],
    [
      { options: { TimeoutSeconds: 29 } },
      'InvalidParameters',
      'TimeoutSeconds must be a number of seconds from 30 to 2592000',
    ],
  ])('refuses %j with %s', async (more, code, message) => {
    await expect(nodes.start(command(more), caller)).rejects.toMatchObject({ code, message });
    expect((await room.store.list({ partition: 'node#n1' })).items).toEqual([]);
  });

  it.each([
    [
      { state: 'successful', exitCode: 0, stdout: 'hello\n' },
      { status: 'Success', responseCode: 0, output: 'hello\n' },
    ],
    [
      { state: 'failed', exitCode: 3, stdout: 'hello\n', stderr: 'no\n' },
      {
        status: 'Failed',
        responseCode: 3,
        output: 'hello\n\n----------ERROR-------\nno\nfailed to run commands: exit status 3',
      },
    ],
    [
      { state: 'timed_out', exitCode: 137, reason: 'it took longer than 30 s' },
      { status: 'TimedOut', responseCode: 137, output: '\n----------ERROR-------\nit took longer than 30 s' },
    ],
    [
      { state: 'interrupted', reason: 'the machine went down' },
      { status: 'Failed', responseCode: -1, output: '\n----------ERROR-------\nthe machine went down' },
    ],
    [
      { state: 'cancelled', exitCode: 143 },
      { status: 'Cancelled', responseCode: 143, output: '' },
    ],
  ])('shows %j as SSM does', async (report, shown) => {
    const id = await nodes.start(command(), caller);
    await end(report);

    expect(await nodes.status(id, caller)).toEqual(shown);
  });

  it('shows the first 2,500 characters of an output', async () => {
    const id = await nodes.start(command(), caller);
    await end({ state: 'successful', exitCode: 0, stdout: 'o'.repeat(3000) });
    const both = await nodes.start(command({ id: 'e/s/2' }), caller);
    await end({ state: 'successful', exitCode: 0, stdout: 'o'.repeat(3000), stderr: 'e'.repeat(3000) });

    const { output } = await nodes.status(id, caller);
    expect([output?.length, output?.slice(-30)]).toEqual([2500, 'ooooooo\n---Output truncated---']);
    const { output: mixed } = await nodes.status(both, caller);
    expect([mixed?.length, mixed?.indexOf('----------ERROR'), mixed?.slice(-26)]).toEqual([
      2500,
      1239,
      'eee\n---Error truncated----',
    ]);
  });

  it('ends a command that no agent takes, or none tells of, when its time is over', async () => {
    const waits = await nodes.start(command({ options: { TimeoutSeconds: 60 } }), caller);
    const runs = await nodes.start(command({ id: 'e/s/2', instanceIds: ['n2'] }), caller);
    const { id = '' } = (await getCommand(`${runs}/n2`, room.store)) ?? {};
    await cancelCommand('none', room.ports);
    room.clock.advance(60_000);
    expect(await nodes.status(waits, caller)).toEqual({ status: 'Pending' });

    room.clock.advance(1);
    expect(await nodes.status(waits, caller)).toMatchObject({ status: 'TimedOut', responseCode: -1 });
    expect(await getCommand(id, room.store)).toMatchObject({ state: 'queued' });
  });

  it('cancels: what waits at once, what runs when its agent says so', async () => {
    const waits = await nodes.start(command(), caller);
    await nodes.cancel(waits, caller);
    expect(await nodes.status(waits, caller)).toMatchObject({ status: 'Cancelled' });

    const runs = await nodes.start(command({ id: 'e/s/2' }), caller);
    await room.ask('/nodes/begin', { id: `${runs}/n1` });
    await nodes.cancel(runs, caller);
    expect(await nodes.status(runs, caller)).toEqual({ status: 'Cancelling' });
    await room.ask('/nodes/finish', { id: `${runs}/n1`, state: 'cancelled' });
    expect(await nodes.status(runs, caller)).toMatchObject({ status: 'Cancelled' });
  });

  it('counts the worst of several nodes', async () => {
    const id = await nodes.start(command({ instanceIds: ['n1', 'n2'] }), caller);
    await end({ state: 'failed', exitCode: 1 });
    expect(await nodes.status(id, caller)).toEqual({ status: 'Pending' });

    await cancelCommand(`${id}/n2`, room.ports);
    expect(await nodes.status(id, caller)).toEqual({ status: 'Failed' });
  });
});
