import { createNode } from '../../../../functions/nodes/node.ts';
import type { InstanceRecord } from '../../../../functions/opsworks/instances/record.ts';
import { adding } from '../../../../functions/opsworks/stacks/within.ts';
import { openOpsworks, type Stage } from '../stage.ts';

/** A stack with so many machines that are online; each has an agent by its number. */
async function fleet(size: number) {
  const stage = await openOpsworks();
  const stackId = await stage.stack();
  const layerId = await stage.layer(stackId);
  const instances = await Promise.all(Array.from({ length: size }, (_, at) => place(stage, { stackId, layerId, at })));
  const agents = await Promise.all(instances.map((id) => stage.agentOf(id)));
  for (const agent of agents) await agent.poll();
  return { ...stage, stackId, instances, agents };
}

async function place({ ports }: Stage, { stackId, layerId, at }: { stackId: string; layerId: string; at: number }) {
  const id = ports.ids.uuid();
  const instance: InstanceRecord = {
    ...{ id, stackId, order: String(at).padStart(4, '0'), createdAt: ports.clock.now(), layerIds: [layerId] },
    status: 'online',
    settings: { Hostname: `web${at}`, RegisteredBy: 'test' },
  };
  await createNode({ id, kind: 'opsworks', name: `web${at}`, stack: stackId }, ports);
  await ports.store.write(adding('instance', instance));
  return id;
}

const configure = async (stage: Awaited<ReturnType<typeof fleet>>) => {
  const wanted = { StackId: stage.stackId, Command: { Name: 'configure' } };
  const id = await stage.id('CreateDeployment', wanted, 'DeploymentId');
  await stage.settled();
  return id;
};

const statusOf = async (stage: Stage | Awaited<ReturnType<typeof fleet>>, id: string) => {
  const { Deployments } = await stage.call('DescribeDeployments', { DeploymentIds: [id] });
  return (Deployments as { Status: string }[])[0]?.Status;
};

describe('a deployment for more instances than a Map waits for at once', () => {
  it('reaches them all at once, also while the first ones say nothing', async () => {
    const stage = await fleet(60);
    const id = await configure(stage);

    const done = await Promise.all(stage.agents.slice(45).map((agent) => agent.work()));
    const { Commands } = await stage.call('DescribeCommands', { DeploymentId: id });

    expect(done).toEqual(Array.from({ length: 15 }, () => ['configure']));
    const ended = (Commands as { Status: string }[]).filter(({ Status }) => Status === 'successful');
    expect([ended.length, await statusOf(stage, id)]).toEqual([15, 'running']);
  });

  it('is over when all are, however many', async () => {
    const stage = await fleet(500);
    const id = await configure(stage);

    const done = await Promise.all(stage.agents.toReversed().map((agent) => agent.work()));
    await stage.settled();

    expect(done.flat()).toHaveLength(500);
    expect(await statusOf(stage, id)).toBe('successful');
    const { Commands } = await stage.call('DescribeCommands', { DeploymentId: id });
    expect((Commands as { Status: string }[]).filter(({ Status }) => Status === 'successful')).toHaveLength(500);
  });

  it('gives all that never answer up together', async () => {
    const stage = await fleet(100);
    const id = await configure(stage);

    stage.clock.advance(2 * 3600_000 + 300_000);
    await stage.settled();

    expect(await statusOf(stage, id)).toBe('failed');
  });
});

describe('a stack', () => {
  it.each(['RegisterInstance', 'CreateInstance'] as const)(
    'takes a thousand instances and no more: %s',
    async (operation) => {
      const stage = await openOpsworks();
      const stackId = await stage.stack();
      const layerId = await stage.layer(stackId);
      for (let at = 0; at < 1000; at++) await place(stage, { stackId, layerId, at });

      const input = operation === 'CreateInstance' ? { LayerIds: [layerId], InstanceType: 't2.micro' } : {};
      const sent = stage.call(operation, { StackId: stackId, ...input });

      await expect(sent).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'A stack has at most 1000 instances',
      });
    },
  );
});
