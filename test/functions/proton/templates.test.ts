import { kinds, openKind } from './template-kinds.ts';

describe.each(kinds)('%s templates', (kind) => {
  it('are stored with their name for a display name', async () => {
    const { create } = await openKind(kind);

    const made = await create({
      name: 'one',
      description: 'first',
      encryptionKey: 'arn:aws:kms:us-east-1:000000000000:key/k',
    });

    expect(made).toEqual({
      name: 'one',
      arn: `arn:aws:proton:us-east-1:000000000000:${kind}-template/one`,
      displayName: 'one',
      description: 'first',
      encryptionKey: 'arn:aws:kms:us-east-1:000000000000:key/k',
      createdAt: new Date('2026-01-01T00:00:00Z'),
      lastModifiedAt: new Date('2026-01-01T00:00:00Z'),
      ...(kind === 'service' && { pipelineProvisioning: 'CUSTOMER_MANAGED' }),
    });
  });

  it('are made once by the same request, however its members are ordered', async () => {
    const { create, events } = await openKind(kind);
    await create({ name: 'one', description: 'a', displayName: 'b' });
    const count = events.length;

    const again = await create({ displayName: 'b', description: 'a', name: 'one' });

    expect(again.displayName).toBe('b');
    expect(events).toHaveLength(count);
  });

  it('are refused when the name stands for something else', async () => {
    const { create } = await openKind(kind);
    await create({ name: 'one', displayName: 'a' });

    await expect(create({ name: 'one', displayName: 'b' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Idempotent parameter mismatch',
    });
  });

  it('are refused when the same request comes after a change', async () => {
    const { create, call } = await openKind(kind);
    await create({ name: 'one' });
    await call('Update%Template', { name: 'one', displayName: 'other' });

    await expect(create({ name: 'one' })).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('change their words and nothing else', async () => {
    const { create, call, clock, get } = await openKind(kind);
    await create({ name: 'one', description: 'a' });
    clock.advance(5000);

    await call('Update%Template', { name: 'one', displayName: 'New', description: '' });

    expect(await get('one')).toMatchObject({
      displayName: 'New',
      description: '',
      lastModifiedAt: new Date('2026-01-01T00:00:05Z'),
    });
  });

  it('are listed by name, page by page', async () => {
    const { create, call } = await openKind(kind);
    for (const name of ['c', 'a', 'b', 'd']) await create({ name });
    const seen: string[][] = [];
    let nextToken: string | undefined;

    do {
      const page = await call('List%Templates', { maxResults: 3, nextToken });
      seen.push(
        ((page['templates'] ?? []) as { name: string }[]).map(({ name }) => name).filter((name) => name !== 'base'),
      );
      nextToken = page['nextToken'];
    } while (nextToken !== undefined);

    expect(seen.flat()).toEqual(['a', 'b', 'c', 'd']);
    expect(seen).toHaveLength(2);
  });

  it.each(['!', 'W10=', 'WyJ4Iix7ImFmdGVyIjoiYSJ9XQ=='])(
    'are not listed from %s, which no page gave',
    async (nextToken) => {
      const { call } = await openKind(kind);

      await expect(call('List%Templates', { nextToken })).rejects.toMatchObject({ name: 'ValidationException' });
    },
  );

  it('are deleted, and once more without harm', async () => {
    const { create, call, get } = await openKind(kind);
    await create({ name: 'one', tags: [{ key: 'team', value: 'blue' }] });

    expect((await call('Delete%Template', { name: 'one' }))[`${kind}Template`]).toMatchObject({ name: 'one' });
    expect((await call('Delete%Template', { name: 'one' }))[`${kind}Template`]).toBeUndefined();
    await expect(get('one')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('stay as long as they have versions', async () => {
    const { create, call, register, files } = await openKind(kind);
    await create({ name: 'one' });
    await register('one', files);

    await expect(call('Delete%Template', { name: 'one' })).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('count toward a quota of 1000', async () => {
    const { create, ports } = await openKind(kind);
    const partition = 'proton#environment-template#000000000000#us-east-1';
    for (let at = 0; at < 1000; at += 100)
      await ports.store.write(
        Array.from({ length: 100 }, (_, one) => ({ put: { partition, sort: `t${at + one}`, value: {} }, expect: 0 })),
      );

    await expect(create({ name: 'one' })).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  });

  it.each([
    ['Get%Template', { name: 'none' }],
    ['Update%Template', { name: 'none' }],
    ['List%TemplateVersions', { templateName: 'none' }],
    ['Get%TemplateVersion', { templateName: 'none', majorVersion: '1', minorVersion: '0' }],
    ['Update%TemplateVersion', { templateName: 'none', majorVersion: '1', minorVersion: '0' }],
  ])('that are not there: %s says so', async (operation, input) => {
    const { call } = await openKind(kind);

    await expect(call(operation, input)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('tell the bus when they come and go', async () => {
    const { create, call, events } = await openKind(kind);
    const before = events.length;
    await create({ name: 'one' });
    await call('Delete%Template', { name: 'one' });

    expect(events.slice(before).map(({ detail }) => detail)).toEqual([
      { name: 'one', status: 'DRAFT' },
      { name: 'one', status: 'DELETED', previousStatus: 'DRAFT' },
    ]);
    expect(events.at(-1)?.detailType).toBe(
      `AWS Proton ${kind === 'service' ? 'Service' : 'Environment'} Template Status Change`,
    );
  });
});
