import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reconcileDeployments } from '../../../../functions/heat/tasks/reconcile.ts';
import { recordFailure } from '../../../../functions/heat/tasks/record-failure.ts';
import { timedOut } from '../../../../functions/heat/tasks/timed-out.ts';
import { fakeClock } from '../../../clock.ts';
import { openStack, type OpenStack } from '../openstack.ts';

describe('the machine of a deployment', () => {
  let stack: OpenStack;
  beforeEach(async () => {
    stack = await openStack();
  });

  const machine = async (id: string, generation = 1) => {
    await stack.settled();
    const executionArn = `${stack.engine.stateMachineArn('heat-deployment').replace(':stateMachine:', ':execution:')}:${id}-${generation}`;
    return (await stack.engine.describeExecution({ executionArn })).status;
  };
  const put = (url: string, body: object) => stack.call('PUT', url, { token: null, body: body as never });
  /** Loses every call of the port until the function it answers with is called. */
  function lose(...calls: ('start' | 'succeed')[]): () => void {
    const kept = { ...stack.ports.workflows };
    for (const call of calls) stack.ports.workflows[call] = async () => undefined;
    return () => void Object.assign(stack.ports.workflows, kept);
  }

  it('ends with the signal, as the deployment does', async () => {
    const [good, bad] = [await stack.signalled(), await stack.signalled()];
    expect(await machine(good.id)).toBe('RUNNING');

    await put(good.url, {});
    await put(bad.url, { deploy_status_code: 2 });

    expect([await machine(good.id), await machine(bad.id)]).toEqual(['SUCCEEDED', 'FAILED']);
  });

  it('fails the deployment when its time is up', async () => {
    const { id, url } = await stack.signalled({ timeout: 90 });
    await stack.settled();
    stack.clock.advance(89_000);
    await stack.settled();
    expect((await stack.status(id))[0]).toBe('IN_PROGRESS');

    stack.clock.advance(1000);

    expect(await machine(id)).toBe('FAILED');
    expect(await stack.status(id)).toEqual(['FAILED', 'Deployment timed out: no signal within 90 seconds']);
    expect((await put(url, {})).status).toBe(403);
  });

  it('watches any deployment in progress that has a timeout, and none that has not', async () => {
    const config_id = (await stack.heat('POST', '/software_configs', {})).body.software_config.id;
    const create = async (members: object) =>
      (await stack.heat('POST', '/software_deployments', { config_id, server_id: 's', ...members })).body
        .software_deployment.id;
    const watched = await create({ status: 'IN_PROGRESS', timeout: 60 });
    const others = [await create({ status: 'IN_PROGRESS' }), await create({ status: 'COMPLETE', timeout: 60 })];
    await stack.settled();

    stack.clock.advance(60_000);

    await stack.settled();
    expect((await stack.status(watched))[0]).toBe('FAILED');
    expect((await stack.status(others[0] ?? ''))[0]).toBe('IN_PROGRESS');
    expect((await stack.status(others[1] ?? ''))[0]).toBe('COMPLETE');
  });

  it('ends at once when the deployment is deleted, or given another status', async () => {
    const [gone, done] = [await stack.signalled(), await stack.signalled()];
    await stack.settled();

    await stack.heat('DELETE', `/software_deployments/${gone.id}`);
    await stack.heat('PUT', `/software_deployments/${done.id}`, { status: 'CANCELLED' });

    expect([await machine(gone.id), await machine(done.id)]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('gives way to the one of a new attempt, whose time begins anew', async () => {
    const { id } = await stack.signalled({ timeout: 60 });
    await stack.settled();
    stack.clock.advance(50_000);

    await stack.heat('PUT', `/software_deployments/${id}`, { signal_transport: 'CFN_SIGNAL' });

    expect([await machine(id, 1), await machine(id, 2)]).toEqual(['SUCCEEDED', 'RUNNING']);
    stack.clock.advance(59_000);
    await stack.settled();
    expect((await stack.status(id))[0]).toBe('IN_PROGRESS');
    stack.clock.advance(1000);
    expect(await machine(id, 2)).toBe('FAILED');
    expect((await stack.status(id))[0]).toBe('FAILED');
  });

  it('is not needed for a signal that comes before it waits', async () => {
    const found = lose('start');
    const { id, url } = await stack.signalled();
    await put(url, {});
    found();

    await stack.roles.as('HeatReconcile', () => reconcileDeployments(stack.ports));

    expect(await stack.status(id)).toEqual(['COMPLETE', 'Outputs received']);
  });

  it('hears of a signal that came while its token was on its way', async () => {
    stack = await openStack({
      around: (task, name, payload) =>
        name === 'HeatDeploymentWaiting'
          ? async () => {
              await (
                await early
              )?.(payload.deploymentId as string);
              return task();
            }
          : task,
    });
    const { promise: early, resolve } = Promise.withResolvers<(id: string) => Promise<unknown>>();
    const { id, url } = await stack.signalled();

    resolve(() => put(url, {}));

    expect(await machine(id)).toBe('SUCCEEDED');
  });

  it('survives a restart in the middle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quaymaster-heat-'));
    const file = join(folder, 'records.db');
    const clock = fakeClock();
    stack = await openStack({ file, clock });
    const { id } = await stack.signalled({ timeout: 90 });
    await stack.settled();
    stack.engine.close();
    stack.database.close();
    clock.advance(60_000);

    stack = await openStack({ file, clock });
    await stack.settled();
    expect((await stack.status(id))[0]).toBe('IN_PROGRESS');
    clock.advance(30_000);

    expect(await machine(id)).toBe('FAILED');
    expect((await stack.status(id))[0]).toBe('FAILED');
    stack.database.close();
    rmSync(folder, { recursive: true });
  });

  it('is started by reconciling where a crash came between record and machine, with the time that is left', async () => {
    const found = lose('start');
    const { id } = await stack.signalled({ timeout: 90 });
    stack.clock.advance(60_000);
    found();

    expect(await stack.roles.as('HeatReconcile', () => reconcileDeployments(stack.ports))).toBe(1);
    await stack.roles.as('HeatReconcile', () => reconcileDeployments(stack.ports));

    expect(await machine(id)).toBe('RUNNING');
    stack.clock.advance(30_000);
    expect(await machine(id)).toBe('FAILED');
  });

  it('is not needed to end what should have ended an hour ago', async () => {
    lose('start');
    const { id } = await stack.signalled({ timeout: 90 });
    stack.clock.advance(3_600_000 + 90_001);

    await stack.roles.as('HeatReconcile', () => reconcileDeployments(stack.ports));

    expect(await stack.status(id)).toEqual(['FAILED', 'Deployment timed out: no signal within 90 seconds']);
    expect(await stack.roles.as('HeatReconcile', () => reconcileDeployments(stack.ports))).toBe(0);
  });

  it('changes nothing that is over or belongs to another attempt', async () => {
    const { id, url } = await stack.signalled();
    const { id: other } = await stack.signalled();
    await put(url, {});

    expect(await timedOut({ deploymentId: id, generation: 1 }, stack.ports)).toEqual({ status: 'COMPLETE' });
    expect(await timedOut({ deploymentId: other, generation: 2 }, stack.ports)).toEqual({ status: 'IN_PROGRESS' });
    expect(await timedOut({ deploymentId: 'gone', generation: 1 }, stack.ports)).toEqual({ status: 'DELETED' });
    expect((await stack.status(id))[0]).toBe('COMPLETE');
  });

  it('writes its own failure into the deployment', async () => {
    const { id } = await stack.signalled();
    const error = { Error: 'States.TaskFailed', Cause: 'why' };

    await recordFailure({ deploymentId: id, generation: 1, error }, stack.ports);

    expect(await stack.status(id)).toEqual(['FAILED', 'Deployment given up after an internal error']);
  });
});
