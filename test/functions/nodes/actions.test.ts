import { createNode } from '../../../functions/nodes/node.ts';
import { queueCommand, getCommand } from '../../../functions/nodes/command.ts';
import { type Callers, openCallers } from '../principals/callers.ts';

let callers: Callers;

beforeEach(async () => void (callers = await openCallers()));

const may = (Action: string, Resource = '*') =>
  callers.door.principal('someone', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

describe('nodes in our own API', () => {
  it('makes a node with an id like a managed instance, and tells its token once', async () => {
    const made = await callers.call('CreateNode', { Name: 'web' });

    expect(made).toEqual({
      statusCode: 200,
      NodeId: expect.stringMatching(/^mi-[0-9a-f]{17}$/) as string,
      Token: expect.stringMatching(/^mi-[0-9a-f]{17}\..{43}$/) as string,
    });
    const listed = await callers.call('ListNodes', {});
    expect(listed.Nodes).toEqual([{ NodeId: made.NodeId, Name: 'web', Connected: false, CreateDate: 1_767_225_600 }]);
  });

  it('refuses an id that is taken, and names nobody can have', async () => {
    await callers.call('CreateNode', { Name: 'web', NodeId: 'srv' });

    expect(await callers.call('CreateNode', { Name: 'web', NodeId: 'srv' })).toMatchObject({
      statusCode: 409,
      __type: 'EntityAlreadyExists',
      message: 'Node with id srv already exists.',
    });
    expect(await callers.call('CreateNode', { Name: 'a/b' })).toMatchObject({
      statusCode: 400,
      __type: 'ValidationException',
    });
    expect(await callers.call('CreateNode', { Name: 'a', NodeId: '../x' })).toMatchObject({ statusCode: 400 });
  });

  it('lists in pages', async () => {
    for (const NodeId of ['a', 'b', 'c'])
      await callers.call('CreateNode', { Name: 'web', NodeId, Tags: { role: 'web' } });
    const first = await callers.call('ListNodes', { MaxResults: 2 });
    const second = await callers.call('ListNodes', { MaxResults: 2, NextToken: first.NextToken });

    const ids = [first, second].map(({ Nodes }) => (Nodes as { NodeId: string }[]).map(({ NodeId }) => NodeId));
    expect(ids).toEqual([['a', 'b'], ['c']]);
    expect(second.NextToken).toBeUndefined();
    expect(await callers.call('ListNodes', { NextToken: 'x' })).toMatchObject({ __type: 'InvalidNextToken' });
  });

  it('gives the token of an instance to who may register in its stack, and of no other', async () => {
    await createNode({ id: 'i1', kind: 'opsworks', name: 'web1', stack: 's1' }, callers.door.ports);
    const keys = await may('opsworks:RegisterInstance', 'arn:aws:opsworks:us-east-1:000000000000:stack/s1/');

    expect(await callers.call('CreateNodeToken', { NodeId: 'i1', StackId: 's1' }, keys)).toMatchObject({
      statusCode: 200,
    });
    for (const input of [{ NodeId: 'i1' }, { NodeId: 'i1', StackId: 's2' }])
      expect(await callers.call('CreateNodeToken', input, keys)).toMatchObject({ __type: 'AccessDeniedException' });
    await createNode({ id: 'i2', kind: 'opsworks', name: 'web2', stack: 's2' }, callers.door.ports);
    expect(await callers.call('CreateNodeToken', { NodeId: 'i2', StackId: 's1' }, keys)).toMatchObject({
      __type: 'NoSuchEntity',
      message: 'The node with id i2 cannot be found.',
    });
  });

  it('deletes a node with what it had to do, but no instance of a stack', async () => {
    const { ports } = callers.door;
    await createNode({ id: 'i1', kind: 'opsworks', name: 'web1', stack: 's1' }, ports);
    await callers.call('CreateNode', { Name: 'web', NodeId: 'srv' });
    await queueCommand({ id: 'c', node: 'srv', owner: 'ssm', kind: 'script', payload: {}, timeoutSeconds: 9 }, ports);

    expect(await callers.call('DeleteNode', { NodeId: 'srv' })).toEqual({ statusCode: 200 });
    expect(await getCommand('c', ports.store)).toMatchObject({ state: 'interrupted', reason: 'its node was removed' });
    expect((await ports.store.list({ partition: 'node#srv' })).items).toEqual([]);
    expect(await callers.call('DeleteNode', { NodeId: 'srv' })).toMatchObject({ __type: 'NoSuchEntity' });
    expect(await callers.call('DeleteNode', { NodeId: 'i1' })).toMatchObject({
      statusCode: 409,
      __type: 'DeleteConflict',
    });
  });

  it('is closed to who may not', async () => {
    const keys = await may('ssm:SendCommand');

    for (const [operation, input] of [
      ['CreateNode', { Name: 'a' }],
      ['CreateNodeToken', { NodeId: 'a' }],
      ['DeleteNode', { NodeId: 'a' }],
      ['ListNodes', {}],
    ] as const)
      expect(await callers.call(operation, input, keys)).toMatchObject({ __type: 'AccessDeniedException' });
  });
});
