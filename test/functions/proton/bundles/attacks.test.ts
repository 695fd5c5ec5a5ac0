import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { readArchive } from '../../../../functions/proton/bundles/archive.ts';
import { openBundle } from '../../../../functions/proton/bundles/open-bundle.ts';
import { commands } from '../bundle-files.ts';
import { bundleOf } from '../proton-running.ts';

const environment = { kind: 'environment', isCustomerManaged: false } as const;

/** A .tar.gz of entries as they are given. */
async function archiveOf(entries: (Partial<Header> & { name: string; body?: string })[]): Promise<Buffer> {
  const archive = pack();
  for (const { body = '', ...header } of entries)
    if (header.type === undefined) archive.entry(header, body);
    else archive.entry(header);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

describe('an archive', () => {
  it.each([
    ['../up', '..'],
    ['a/../../up', '..'],
    ['/etc/passwd', 'absolute'],
    ['a\\b', 'a backslash'],
    ['C:/x', 'a drive'],
    ['a\nb', 'a line break'],
  ])('may not hold %j (%s)', async (name) => {
    await expect(readArchive(await archiveOf([{ name, body: 'x' }]))).rejects.toMatchObject({
      name: 'BundleError',
      message: expect.stringContaining('paths must be relative'),
    });
  });

  it.each(['symlink', 'link', 'character-device', 'block-device', 'fifo'] as const)(
    'may not hold a %s',
    async (type) => {
      const archive = archiveOf([{ name: 'schema/schema.yaml', type, linkname: '/etc/passwd' }]);

      await expect(readArchive(await archive)).rejects.toMatchObject({
        name: 'BundleError',
        message: `schema/schema.yaml: a bundle may hold files and folders, not a ${type}.`,
      });
    },
  );

  it.each([
    ['a.yaml', 'A.yaml'],
    ['a.yaml', 'a.yaml'],
    ['\u00e9', 'e\u0301'],
  ])('may not hold %j and %j', async (one, other) => {
    await expect(readArchive(await archiveOf([{ name: one }, { name: other }]))).rejects.toMatchObject({
      message: expect.stringContaining('the same but for case or form'),
    });
  });

  it('may not become larger than 100 MB', async () => {
    const zeros = Buffer.alloc(11 * 1024 * 1024);
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`f${at}`, zeros]));

    await expect(readArchive(await bundleOf(files))).rejects.toMatchObject({
      message: 'The bundle is larger than 104857600 bytes when it is unpacked.',
    });
  });

  it('may not have more than 5000 entries', async () => {
    const entries = Array.from({ length: 5001 }, (_, at) => ({ name: `f${at}` }));

    await expect(readArchive(await archiveOf(entries))).rejects.toMatchObject({
      message: 'The bundle has more than 5000 entries.',
    });
  });

  it.each([
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['gzip of something else', gzipSync('hello, this is no archive'.repeat(100))],
  ])('is not %s', async (_, body) => {
    await expect(readArchive(body)).rejects.toMatchObject({ name: 'BundleError' });
  });

  it('that is cut short is damaged', async () => {
    const body = await bundleOf(commands);

    await expect(readArchive(body.subarray(0, body.length / 2))).rejects.toMatchObject({ name: 'BundleError' });
  });
});

describe('a bundle', () => {
  const opened = async (change: Record<string, string | undefined>) => {
    const files = Object.entries({ ...commands, ...change }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    );
    return openBundle(await bundleOf(Object.fromEntries(files)), environment);
  };
  const schema = (types: string) =>
    `schema: {format: {openapi: "3.0.0"}, environment_input_type: Input, types: {Input: ${types}}}`;
  const manifest = (template: string) => `infrastructure: {templates: [${template}]}`;

  it.each<[string, Record<string, string | undefined>, string]>([
    ['schema', { 'schema/schema.yaml': undefined }, 'schema/schema.yaml is missing from the bundle.'],
    [
      'input type',
      { 'schema/schema.yaml': 'schema: {format: {openapi: "3.0.0"}, types: {}}' },
      'schema/schema.yaml: Environment template schema is not valid: Missing property [environmentInputType]',
    ],
    [
      'type that is named',
      { 'schema/schema.yaml': 'schema: {format: {openapi: "3.0.0"}, environment_input_type: Input, types: {}}' },
      'schema/schema.yaml: Environment template schema is not valid: [environmentInputType] names the type Input, which is not among [types]',
    ],
    ['manifest', { 'infrastructure/manifest.yaml': undefined }, 'infrastructure/ is missing from the bundle.'],
    [
      'engine',
      { 'infrastructure/manifest.yaml': manifest('{file: a.yaml, rendering_engine: erb, template_language: x}') },
      'infrastructure/manifest.yaml: infrastructure.templates[0]: rendering_engine "erb" with template_language "x" is not supported. Give rendering_engine: jinja with template_language: cloudformation, hcl with terraform, or codebuild.',
    ],
    [
      'file',
      {
        'infrastructure/manifest.yaml': manifest(
          '{file: a.yaml, rendering_engine: jinja, template_language: cloudformation}',
        ),
      },
      'names a.yaml, which is missing from infrastructure/.',
    ],
    [
      'second template',
      { 'infrastructure/manifest.yaml': manifest('{}, {}') },
      'infrastructure/manifest.yaml: [infrastructure.templates] has 2 templates; there can be one.',
    ],
    [
      'Jinja that can be read',
      {
        'infrastructure/manifest.yaml': manifest(
          '{file: a.yaml, rendering_engine: jinja, template_language: cloudformation}',
        ),
        'infrastructure/a.yaml': 'a: {{ b',
      },
      "infrastructure/a.yaml, line 1, column 8: TemplateSyntaxError: unexpected end of template, expected 'end of print statement'.",
    ],
    [
      'reference',
      { 'schema/schema.yaml': schema('{$ref: "#/Other"}') },
      "schema/schema.yaml: can't resolve reference #/definitions/Other from id #",
    ],
    [
      'pattern',
      { 'schema/schema.yaml': schema('{type: object, properties: {a: {type: string, pattern: "("}}}') },
      'The pattern is not a valid regular expression.',
    ],
    [
      'bound on YAML',
      {
        'schema/schema.yaml': `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
          .split('')
          .map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(10)}]`)
          .join('\n')}`,
      },
      'schema/schema.yaml: Environment template schema is not valid: it is not valid YAML: The content with its aliases written out is too large.',
    ],
  ])('is refused without a right %s, and says so', async (_, change, message) => {
    await expect(opened(change)).rejects.toMatchObject({
      name: 'BundleError',
      message: expect.stringContaining(message),
    });
  });

  it('may lie in a folder of its own, or below ./', async () => {
    const below = (folder: string) =>
      bundleOf(Object.fromEntries(Object.entries(commands).map(([path, body]) => [`${folder}/${path}`, body])));

    for (const folder of ['v1', '.']) expect(await openBundle(await below(folder), environment)).toBeDefined();
  });

  it('may have 500 files of 10 MB together', async () => {
    const noise = (size: number) => Buffer.from(Array.from({ length: size }, (_, at) => (at * 7919) % 251));
    const files: Record<string, string | Buffer> = { ...commands };
    for (let at = 0; at < 498; at++) files[`infrastructure/lib/f${at}`] = noise(20_000);

    const { main } = await openBundle(await bundleOf(files), environment);

    expect(main?.files.size).toBe(499);
    files['infrastructure/lib/one'] = files['infrastructure/lib/two'] = 'x';
    await expect(openBundle(await bundleOf(files), environment)).rejects.toMatchObject({
      message: 'infrastructure/ has 501 files; at most 500 are allowed.',
    });
  });
});
