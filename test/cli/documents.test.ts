import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, type Here } from './here.ts';

let at: Here;

describe('documents on the command line', () => {
  beforeAll(async () => {
    at = await here();
  });
  afterAll(() => at.close());

  it('creates, changes, compares, shows, lists and deletes one', async () => {
    const text = readFileSync('examples/hello.yaml', 'utf8');
    const file = join(at.data, 'new.yaml');
    writeFileSync(file, text.replace('default: world', 'default: moon'));

    const created = await at.quaymaster('documents', 'create', 'examples/hello.yaml', '--name', 'Hello');
    const same = await at.quaymaster('documents', 'diff', 'Hello', 'examples/hello.yaml');
    const other = await at.quaymaster('documents', 'diff', 'Hello', file, '--context', '0');
    const updated = await at.quaymaster('documents', 'update', file, '--name', 'Hello');
    const versions = await at.quaymaster('documents', 'diff', 'Hello', '--context', '0');
    const listed = await at.quaymaster('documents', 'list', '--type', 'Automation');
    const shown = await at.quaymaster('documents', 'show', 'Hello');
    const deleted = await at.quaymaster('documents', 'delete', 'Hello');
    const gone = await at.quaymaster('documents', 'list');

    expect(created.out).toMatch(/^created Hello; /);
    expect(same).toEqual({ code: 0, out: '', err: '' });
    expect(other).toEqual({
      code: 1,
      out: `--- Hello version 1\n+++ ${file}\n@@ -7,1 +7,1 @@\n-    default: world\n+    default: moon\n`,
      err: '',
    });
    expect(updated.out).toBe('Hello has version 2; the default one stays\n');
    expect(versions).toMatchObject({ code: 1 });
    expect(versions.out).toContain('--- Hello version 1\n+++ Hello version 2\n');
    expect(listed.out).toMatch(/^NAME +VERSION +TYPE +FORMAT +CREATED\nHello +1 +Automation +YAML +\d{4}-[^\n]*Z\n$/);
    expect(shown.out.trimEnd()).toBe(text.trimEnd());
    expect(deleted.out).toBe('deleted Hello\n');
    expect(gone).toEqual({ code: 0, out: '', err: 'There is none. To make one: quaymaster documents create FILE\n' });
  });

  it('makes a version the default one where that is wished', async () => {
    const file = join(at.data, 'next.yaml');
    writeFileSync(file, readFileSync('examples/hello.yaml', 'utf8').replace('world', 'sun'));
    await at.quaymaster('documents', 'create', 'examples/hello.yaml', '--name', 'Greet');

    const updated = await at.quaymaster('documents', 'update', file, '--name', 'Greet', '--default');

    expect(updated.out).toBe('Greet has version 2, the default one\n');
    expect((await at.quaymaster('documents', 'show', 'Greet')).out).toContain('default: sun');
    expect((await at.quaymaster('documents', 'show', 'Greet', '--document-version', '1')).out).toContain('world');
  });

  it('tells programs what was done', async () => {
    const file = join(at.data, 'changed.yaml');
    writeFileSync(file, readFileSync('examples/hello.yaml', 'utf8').replace('world', 'sea'));
    const json = async (...words: string[]) =>
      JSON.parse((await at.quaymaster('documents', ...words, '-o', 'json')).out) as object;

    const created = await json('create', 'examples/hello.yaml', '--name', 'Told');
    const updated = await json('update', file, '--name', 'Told', '--default');
    const deleted = await json('delete', 'Told');

    expect(created).toMatchObject({
      Name: 'Told',
      DocumentVersion: '1',
      Status: 'Creating',
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(updated).toMatchObject({ Name: 'Told', DocumentVersion: '2', DefaultVersion: '2' });
    expect(deleted).toEqual({ Name: 'Told' });
  });

  it('answers in YAML', async () => {
    const { out } = await at.quaymaster('documents', 'list', '-o', 'yaml');

    expect(out).toMatch(/^- Name: Greet\n {2}CreatedDate: '?\d{4}-\d\d-\d\dT/);
  });

  it.each([
    [['diff', 'Greet', 'file', '--to', '2'], 'documents diff takes a FILE or --to, not both'],
    [['diff', 'Greet', '--context', 'x'], '--context x is no number of lines'],
    [['show', 'Nope'], 'InvalidDocument'],
    [['create', '/no/file'], 'cannot read /no/file'],
    [['create', 'package.json'], 'InvalidDocumentContent'],
  ])('refuses documents %j', async (words, message) => {
    await expect(async () => at.quaymaster('documents', ...words)).rejects.toThrow(message);
  });
});
