import { openOpsworks } from '../stage.ts';

async function tagged() {
  const stage = await openOpsworks();
  const stack = await stage.stack();
  const layer = await stage.layer(stack);
  const arn = (kind: string, id: string, end = '/') => `arn:aws:opsworks:us-east-1:000000000000:${kind}/${id}${end}`;
  return { ...stage, stackArn: arn('stack', stack), layerArn: arn('layer', layer), plain: arn('stack', stack, '') };
}

describe('tags', () => {
  it('are inherited by layers, which may give them other values, and are taken away again', async () => {
    const { call, stackArn, layerArn, plain } = await tagged();
    await call('TagResource', { ResourceArn: plain, Tags: { ' Stage ': 'Production', Team: 'a' } });
    await call('TagResource', { ResourceArn: layerArn, Tags: { Team: 'b', __proto__x: 'c' } });
    const before = await call('ListTags', { ResourceArn: layerArn });

    await call('UntagResource', { ResourceArn: layerArn, TagKeys: ['Team', 'None'] });

    expect(before).toEqual({ Tags: { Stage: 'Production', Team: 'b', __proto__x: 'c' } });
    expect(await call('ListTags', { ResourceArn: layerArn })).toMatchObject({ Tags: { Team: 'a' } });
    expect(await call('ListTags', { ResourceArn: stackArn })).toEqual({ Tags: { Stage: 'Production', Team: 'a' } });
  });

  it.each([
    [{ 'aws:x': '1' }],
    [{ 'OpsWorks:x': '1' }],
    [{ 'rds:x': '1' }],
    [{ name: '1' }],
    [{ '': '1' }],
    [{ ['k'.repeat(128)]: '1' }],
    [{ k: 'v'.repeat(256) }],
    [{ k: '<script>' }],
  ])('refuse %j', async (Tags) => {
    const { call, stackArn } = await tagged();

    const sent = call('TagResource', { ResourceArn: stackArn, Tags });

    await expect(sent).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await call('ListTags', { ResourceArn: stackArn })).toEqual({ Tags: {} });
  });

  it('refuse what is no ARN of a stack or a layer, and what is not there', async () => {
    const { call, stackArn } = await tagged();

    await expect(call('ListTags', { ResourceArn: 'arn:aws:s3:::x' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const elsewhere = stackArn.replace('000000000000', '111111111111');
    await expect(call('ListTags', { ResourceArn: elsewhere })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
