import { kinds, openKind, type Shown } from './template-kinds.ts';

const withPort = (files: Record<string, string>, property: string) => ({
  ...files,
  'schema/schema.yaml': `${files['schema/schema.yaml']}        port: ${property}\n`,
});

describe.each(kinds)('%s template versions', (kind) => {
  it('are drafts once they are registered, with the schema as it was given', async () => {
    const { create, createVersion, getVersion, source, settled, files } = await openKind(kind);
    await create({ name: 'one' });

    const made = await createVersion({ templateName: 'one', source: await source(files), description: 'first' });
    await settled();

    expect(made).toMatchObject({ status: 'REGISTRATION_IN_PROGRESS', majorVersion: '1', minorVersion: '0' });
    expect(await getVersion('one', '1.0')).toMatchObject({
      arn: `arn:aws:proton:us-east-1:000000000000:${kind}-template/one:1.0`,
      status: 'DRAFT',
      statusMessage: '',
      description: 'first',
      schema: files['schema/schema.yaml'],
      ...(kind === 'service' && { compatibleEnvironmentTemplates: [{ templateName: 'base', majorVersion: '1' }] }),
    });
  });

  it('are numbered: a new major unless one is named, and no number twice', async () => {
    const { create, register, files, call } = await openKind(kind);
    await create({ name: 'one' });

    const numbers = [await register('one', files), await register('one', files), await register('one', files, '1')];
    await call('Delete%TemplateVersion', { templateName: 'one', majorVersion: '1', minorVersion: '1' });
    numbers.push(await register('one', files, '1'));

    expect(numbers).toEqual(['1.0', '2.0', '1.1', '1.2']);
    await expect(register('one', files, '3')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The requested major version of the ${kind} template does not exist: arn:aws:proton:us-east-1:000000000000:${kind}-template/one:3`,
    });
  });

  it('are made once by a client token, for eight hours', async () => {
    const { create, createVersion, source, files, clock } = await openKind(kind);
    await create({ name: 'one' });
    const request = { templateName: 'one', source: await source(files), clientToken: 'token' };
    const major = async (input: object) => (await createVersion(input)).majorVersion;

    const majors = [await major(request), await major(request)];
    clock.advance(8 * 3_600_000);
    majors.push(await major(request), await major(request));

    expect(majors).toEqual(['1', '1', '2', '2']);
    await expect(major({ ...request, description: 'other' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Idempotent parameter mismatch',
    });
  });

  it('are made anew by a client token whose version is deleted', async () => {
    const { create, createVersion, source, files, call, settled } = await openKind(kind);
    await create({ name: 'one' });
    const request = { templateName: 'one', source: await source(files), clientToken: 'token' };
    await createVersion(request);
    await settled();
    await call('Delete%TemplateVersion', { templateName: 'one', majorVersion: '1', minorVersion: '0' });

    expect((await createVersion(request)).majorVersion).toBe('2');
  });

  it('are published for good, and the highest is recommended', async () => {
    const { create, register, publish, files, get, getVersion, call } = await openKind(kind);
    await create({ name: 'one' });
    for (const major of [undefined, '1', undefined, '1']) await register('one', files, major);

    const recommended: unknown[] = [(await get('one')).recommendedVersion];
    for (const version of ['1.1', '1.0', '2.0', '1.2']) {
      await publish('one', version);
      recommended.push((await get('one')).recommendedVersion);
    }

    expect(recommended).toEqual([undefined, '1.1', '1.1', '2.0', '2.0']);
    expect((await publish('one', '1.2')).status).toBe('PUBLISHED');
    expect((await getVersion('one', '1.0')).recommendedMinorVersion).toBe('2');
    await expect(
      call('Update%TemplateVersion', { templateName: 'one', majorVersion: '1', minorVersion: '0', status: 'DRAFT' }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('cannot be published unless they are registered', async () => {
    const { create, register, publish } = await openKind(kind);
    await create({ name: 'one' });
    await register('one', { 'schema/schema.yaml': 'schema: {' });

    await expect(publish('one', '1.0')).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('are deleted unless others would lose the recommended one', async () => {
    const { create, register, publish, files, get, call } = await openKind(kind);
    await create({ name: 'one' });
    for (const major of [undefined, '1', undefined]) await register('one', files, major);
    for (const version of ['1.0', '1.1', '2.0']) await publish('one', version);
    const remove = (majorVersion: string, minorVersion: string) =>
      call('Delete%TemplateVersion', { templateName: 'one', majorVersion, minorVersion });

    await expect(remove('2', '0')).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(remove('1', '1')).rejects.toMatchObject({ name: 'ConflictException' });
    await remove('1', '0');
    await remove('1', '1');
    await remove('2', '0');

    expect((await get('one')).recommendedVersion).toBeUndefined();
    expect((await remove('2', '0'))[`${kind}TemplateVersion`]).toBeUndefined();
    expect((await call('Delete%Template', { name: 'one' }))[`${kind}Template`]).toBeDefined();
  });

  it('are listed: one of each major, or all of one', async () => {
    const { create, register, publish, files, call } = await openKind(kind);
    await create({ name: 'one' });
    for (const major of [undefined, '1', '1', undefined, '2']) await register('one', files, major);
    await publish('one', '1.1');
    const list = async (input: object) =>
      (
        (await call('List%TemplateVersions', { templateName: 'one', ...input }))[
          'templateVersions'
        ] as unknown as Shown[]
      ).map(({ majorVersion, minorVersion }) => `${majorVersion}.${minorVersion}`);

    expect(await list({})).toEqual(['1.1', '2.1']);
    expect(await list({ majorVersion: '1' })).toEqual(['1.0', '1.1', '1.2']);
    expect(await list({ majorVersion: '3' })).toEqual([]);
    expect(await list({ majorVersion: '1', maxResults: 1 })).toEqual(['1.0']);
  });

  it('must take what the minor version before took', async () => {
    const { create, register, getVersion, files } = await openKind(kind);
    await create({ name: 'one' });
    await register('one', withPort(files, '{type: number, maximum: 100}'));
    await register('one', withPort(files, '{type: number, maximum: 200}'), '1');
    await register('one', withPort(files, '{type: string}'), '1');

    expect((await getVersion('one', '1.1')).status).toBe('DRAFT');
    expect(await getVersion('one', '1.2')).toMatchObject({
      status: 'REGISTRATION_FAILED',
      statusMessage:
        'schema/schema.yaml is not compatible with version 1.1: Input.port was of type "number" and is of type "string". Create a new major version instead.',
    });
  });

  it('that are deleted while they are registered leave nothing behind', async () => {
    const { create, createVersion, source, files, call, settled, ports } = await openKind(kind);
    await create({ name: 'one' });
    await createVersion({ templateName: 'one', source: await source(files) });
    await call('Delete%TemplateVersion', { templateName: 'one', majorVersion: '1', minorVersion: '0' });
    await settled();

    const partition = `proton#${kind}-template-version#000000000000#us-east-1#one`;
    expect((await ports.store.list({ partition })).items).toEqual([]);
  });
});

describe('service template versions', () => {
  it('are for environment templates that are there', async () => {
    const { create, createVersion, source, files } = await openKind('service');
    await create({ name: 'one' });
    const request = { templateName: 'one', source: await source(files) };

    await expect(
      createVersion({ ...request, compatibleEnvironmentTemplates: [{ templateName: 'base', majorVersion: '2' }] }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('change what they are for', async () => {
    const { create, register, files, call, getVersion } = await openKind('service');
    await create({ name: 'one' });
    await register('one', files);
    const supportedComponentSources = ['DIRECTLY_DEFINED'];

    await call('Update%TemplateVersion', {
      templateName: 'one',
      majorVersion: '1',
      minorVersion: '0',
      supportedComponentSources,
    });

    expect(await getVersion('one', '1.0')).toMatchObject({ status: 'DRAFT', supportedComponentSources });
  });
});
