import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordFailure } from '../../../../functions/opsworks/tasks/record-failure.ts';
import { reconcile } from '../../../../functions/opsworks/tasks/reconcile.ts';
import { commandFinished } from '../../../../functions/opsworks/tasks/command-finished.ts';
import { targets } from '../../../../functions/opsworks/tasks/targets.ts';
import { command } from '../../../../functions/opsworks/tasks/command.ts';
import { getCommand } from '../../../../functions/nodes/command.ts';
import { getNode } from '../../../../functions/nodes/node.ts';
import { openOpsworks, type Stage } from '../stage.ts';

async function onlineMachine() {
  const stage = await openOpsworks();
  const stack = await stage.stack();
  const layer = await stage.layer(stack);
  return { ...stage, stackId: stack, ...(await stage.online(stack, layer, 'web1')) };
}

const configure = (stage: Pick<Stage, 'id'>, StackId: string) =>
  stage.id('CreateDeployment', { StackId, Command: { Name: 'configure' } }, 'DeploymentId');

const statusOf = async (stage: Pick<Stage, 'call'>, id: string) => {
  const { Deployments } = await stage.call('DescribeDeployments', { DeploymentIds: [id] });
  return (Deployments as { Status: string }[])[0]?.Status;
};

const pending = <One extends { value: object }>(one: One): One => ({
  ...one,
  value: { ...one.value, status: 'pending' },
});

describe('after a crash', () => {
  it('a deployment on record whose machine was not started is carried on, once', async () => {
    const stage = await onlineMachine();
    const workflows = { ...stage.ports.workflows };
    stage.ports.workflows.start = () => Promise.reject(new Error('killed'));
    await expect(configure(stage, stage.stackId)).rejects.toMatchObject({ name: 'InternalFailure' });
    Object.assign(stage.ports.workflows, workflows);
    const { Deployments } = await stage.call('DescribeDeployments', { StackId: stage.stackId });
    const id = (Deployments as { DeploymentId: string }[])[0]?.DeploymentId ?? '';

    const counts = [await reconcile(stage.ports), await reconcile(stage.ports)];
    const done = await stage.agent.work();

    expect([counts, done]).toEqual([[1, 1], ['configure']]);
    expect(await statusOf(stage, id)).toBe('successful');
    expect(await reconcile(stage.ports)).toBe(0);
  });

  it.each([
    ['of a month that has not begun since the clock was set back', -3_600_000],
    ['of the month before last', 62 * 86_400_000],
  ])('a deployment %s is carried on', async (_when, later) => {
    const stage = await onlineMachine();
    const workflows = { ...stage.ports.workflows };
    stage.ports.workflows.start = () => Promise.reject(new Error('killed'));
    await expect(configure(stage, stage.stackId)).rejects.toMatchObject({ name: 'InternalFailure' });
    Object.assign(stage.ports.workflows, workflows);
    const clock = { ...stage.ports.clock, now: () => stage.ports.clock.now() + later };

    expect(await reconcile({ ...stage.ports, clock })).toBe(1);

    expect(await stage.agent.work()).toEqual(['configure']);
  });

  it('a machine of a program that ended waits on in the next one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opsworks-'));
    const file = join(folder, 'records.db');
    const first = await openOpsworks(file);
    const stackId = await first.stack();
    const { instance } = await first.online(stackId, await first.layer(stackId), 'web1');
    const id = await configure(first, stackId);
    await first.settled();
    first.engine.close();
    first.database.close();

    const second = await openOpsworks(file, first.clock);
    const { Commands } = await second.ports.store
      .list<{ id: string }>({ partition: `opsworks-deployment#${id}`, prefix: 'command#' })
      .then(({ items }) => ({ Commands: items }));
    const ofNode = `opsworks/${id}/${Commands[0]?.value.id}`;
    const found = await getCommand(ofNode, second.ports.store);
    if (found) await commandFinished({ ...found, state: 'successful', exitCode: 0 }, second.ports);
    await second.settled();

    const deployment = await second.ports.store.get<{ status: string }>({
      partition: `opsworks-deployment#${id}`,
      sort: 'deployment',
    });
    expect([instance, deployment?.value.status]).toEqual([expect.any(String), 'successful']);
    second.engine.close();
    second.database.close();
    rmSync(folder, { recursive: true });
  });

  it('an end that is told twice, or before the token is there, is taken once', async () => {
    const stage = await onlineMachine();
    const id = await configure(stage, stage.stackId);
    await stage.settled();
    const [work] = await stage.agent.poll();
    if (!work) throw new Error('no work');
    await stage.agent.begin(work);
    await stage.agent.finish(work);
    const ended = await getCommand(work.id, stage.ports.store);
    if (!ended) throw new Error('no command');

    await commandFinished({ ...ended, state: 'failed', exitCode: 9 }, stage.ports);
    const [, deploymentId = '', commandId = ''] = work.id.split('/');
    await command({ deploymentId, commandId, token: 'late' }, stage.ports);

    expect(await statusOf(stage, id)).toBe('successful');
    const { Commands } = await stage.call('DescribeCommands', { DeploymentId: id });
    expect(Commands).toMatchObject([{ Status: 'successful', ExitCode: 0 }]);
  });

  it('a deployment that the engine cannot carry out fails, and what is open of it', async () => {
    const stage = await onlineMachine();
    const id = await configure(stage, stage.stackId);
    await stage.settled();

    const error = { Error: 'States.TaskFailed', Cause: 'why' };
    await recordFailure({ deploymentId: id, error }, stage.ports);

    expect(await statusOf(stage, id)).toBe('failed');
    const { Commands } = await stage.call('DescribeCommands', { DeploymentId: id });
    expect(Commands).toMatchObject([{ Status: 'failed', ExitCode: 1 }]);
    expect(stage.lines).toContainEqual({
      level: 'error',
      message: 'a deployment was given up',
      fields: { deploymentId: id, error: 'States.TaskFailed', cause: 'why' },
    });
  });

  it('an order that is ready only when its command was given up is not carried out', async () => {
    const stage = await onlineMachine();
    const secrets = { ...stage.ports.secrets };
    stage.ports.secrets.seal = async (secret, owner) => {
      Object.assign(stage.ports.secrets, secrets);
      const [deploymentId = ''] = /[0-9a-f-]{36}/.exec(String(owner.command)) ?? [];
      await stage.roles.as('OpsworksDeploymentRecordFailure', () => recordFailure({ deploymentId }, stage.ports));
      return secrets.seal(secret, owner);
    };

    const id = await configure(stage, stage.stackId);
    await stage.settled();

    expect([await statusOf(stage, id), await stage.agent.poll()]).toEqual(['failed', []]);
  });

  it('an order that was given while its command was skipped is not carried out', async () => {
    const stage = await onlineMachine();
    stage.clock.advance(400_000);
    const store = { ...stage.ports.store };
    stage.ports.store.write = async (changes) => {
      const [command] = changes.flatMap((one) => ('put' in one ? [one.put.value as Record<string, string>] : []));
      if (command?.status !== 'skipped') return store.write(changes);
      Object.assign(stage.ports.store, store);
      await stage.agent.poll();
      await targets({ deploymentId: command.deploymentId ?? '' }, stage.ports);
      return store.write(changes);
    };

    await stage.call('UnassignInstance', { InstanceId: stage.instance });
    await stage.settled();

    expect([await stage.statusOf(stage.instance), await stage.agent.poll()]).toEqual(['registered', []]);
  });

  it('an instance that left takes its node and all that it was to do along', async () => {
    const stage = await onlineMachine();
    const id = await configure(stage, stage.stackId);
    await stage.settled();
    stage.clock.advance(400_000);
    const store = { ...stage.ports.store };
    let killed = 0;
    stage.ports.store.write = (changes) => {
      const isAtNode = changes.some((one) => 'remove' in one && /^node/.test(one.remove.partition));
      if (!isAtNode || killed === 2) return store.write(changes);
      killed += 1;
      return Promise.reject(new Error('killed'));
    };

    await stage.call('DeregisterInstance', { InstanceId: stage.instance });
    for (let time = 0; time < 3; time++) {
      await stage.settled();
      stage.clock.advance(20_000);
    }
    await stage.settled();

    const queue = await stage.ports.store.list({ partition: `node#${stage.instance}`, prefix: 'queue#' });
    expect([await getNode(stage.instance, stage.ports.store), queue.items, killed]).toEqual([undefined, [], 2]);
    expect(await statusOf(stage, id)).toBe('failed');
  });

  it('an instance that left is forgotten also where an index does not know yet that its shutdown is over', async () => {
    const stage = await onlineMachine();
    stage.clock.advance(400_000);
    const store = { ...stage.ports.store };
    let looks = 0;
    stage.ports.store.list = async (query) => {
      const page = await store.list<Record<string, unknown>>(query);
      const late = page.items.filter(({ value }) => query.index && value.type === 'shutdown');
      if (late.length > 0 && ++looks > 3) throw new Error('it looks again and again');
      return { ...page, items: page.items.map((one) => (late.includes(one) ? pending(one) : one)) } as never;
    };

    await stage.call('DeregisterInstance', { InstanceId: stage.instance });
    await stage.settled();

    expect(looks).toBeGreaterThan(0);
    expect(await getNode(stage.instance, stage.ports.store)).toBeUndefined();
  });

  it('fails a command whose instance lost its node, and says why', async () => {
    const stage = await onlineMachine();
    const node = await stage.ports.store.get({ partition: 'nodes', sort: stage.instance });
    const workflows = { ...stage.ports.workflows };
    stage.ports.workflows.start = async () => {};
    const id = await configure(stage, stage.stackId);
    Object.assign(stage.ports.workflows, workflows);
    await stage.ports.store.write([
      { remove: { partition: 'nodes', sort: stage.instance }, expect: node?.version ?? 0 },
    ]);
    await reconcile(stage.ports);
    await stage.settled();

    expect(await statusOf(stage, id)).toBe('failed');
    const { ServiceErrors } = await stage.call('DescribeServiceErrors', { InstanceId: stage.instance });
    expect(ServiceErrors).toMatchObject([{ Type: 'command_not_sent', CreatedAt: '2026-01-01T00:00:00+00:00' }]);
    const ids = (ServiceErrors as { ServiceErrorId: string }[]).map(({ ServiceErrorId }) => ServiceErrorId);
    expect(await stage.call('DescribeServiceErrors', { ServiceErrorIds: ids })).toEqual({ ServiceErrors });
  });
});
