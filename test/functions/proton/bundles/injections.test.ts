import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { residentMegabytes } from '../../../../bench/server.ts';
import { commands } from '../bundle-files.ts';
import { openProgram, type Program, role } from '../program.ts';

const schema = (properties = '{}', root = 'I') =>
  `schema: {format: {openapi: "3.0.0"}, environment_input_type: ${root}, types: {I: {type: object, properties: ${properties}}}}`;
const manifest =
  'infrastructure: {templates: [{file: t.yaml, rendering_engine: jinja, template_language: cloudformation}]}';
const bundle = (template: string, properties?: string) => ({
  'schema/schema.yaml': schema(properties),
  'infrastructure/manifest.yaml': manifest,
  'infrastructure/t.yaml': template,
});
const topic = 'Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: "@"}}\n';
const saying = (expression: string) => bundle(topic.replace('"@"', `'${expression}'`));

/** A .tar.gz with one entry as it is given, beside a schema. */
async function archiveOf(header: Parameters<ReturnType<typeof pack>['entry']>[0], body = ''): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'schema/schema.yaml' }, schema());
  if (header.type === undefined) archive.entry(header, body);
  else archive.entry(header);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

interface Deployed {
  deploymentStatus: string;
  deploymentStatusMessage: string;
}

describe('a hostile bundle in the whole program', () => {
  let program: Program;
  let names = 0;
  beforeAll(async () => {
    program = await openProgram();
  }, 60_000);
  afterAll(() => program.stop());

  const deploy = async (files: Parameters<Program['template']>[1], inputs: object = {}): Promise<Deployed> => {
    const name = `e${++names}`;
    const registered = await program.template({ name }, files);
    if (registered.status !== 'DRAFT')
      return { deploymentStatus: registered.status, deploymentStatusMessage: registered.statusMessage };
    const spec = JSON.stringify({ proton: 'EnvironmentSpec', spec: inputs });
    const roles = { protonServiceRoleArn: role };
    await program.call('CreateEnvironment', { name, templateName: name, templateMajorVersion: '1', spec, ...roles });
    const { environment } = await program.until(
      () => program.call<{ environment: Deployed }>('GetEnvironment', { name }),
      (answer) => answer.environment.deploymentStatus !== 'IN_PROGRESS',
    );
    return environment;
  };
  /** It answers at once, has not grown, and goes on. */
  const isWell = async () => {
    expect((await fetch(new URL('/health', program.server.url))).status).toBe(200);
    expect(residentMegabytes(program.server.pid)).toBeLessThan(700);
    expect((await deploy(saying('well'))).deploymentStatus).toBe('SUCCEEDED');
  };

  it.each<[string, string, RegExp]>([
    ['a constructor of a global', '{{ range.constructor("return typeof process")() }}', /UndefinedError|TypeError/],
    ['a constructor of a cycler', '{{ cycler.constructor("return process")() }}', /UndefinedError|TypeError/],
    ['a constructor of a text', '{{ "".constructor.constructor("return process")() }}', /UndefinedError/],
    ['a class of a text', '{{ "".__class__.__mro__[1].__subclasses__() }}', /UndefinedError|SecurityError/],
    ['a prototype of the inputs', '{{ environment.inputs.__proto__.polluted }}', /UndefinedError/],
    ['the host behind a filter', '{{ "x" | attr("constructor") }}', /UndefinedError|TemplateAssertionError/],
    ['a loop without end', '{% for i in range(20000000) %}{% for j in range(20000000) %}{% endfor %}{% endfor %}', /./],
    ['a text without end', '{{ "x" * 2000000000 }}', /./],
    [
      'a text that doubles',
      '{% set ns = namespace(t="x") %}{% for i in range(64) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}{{ ns.t }}',
      /./,
    ],
    ['a file of the host', '{% include "/etc/passwd" %}', /no loader/],
    ['a module of the host', '{% import "http://127.0.0.1/x" as x %}', /no loader/],
  ])(
    'with %s fails and says why',
    async (_, expression, message) => {
      const began = performance.now();
      const { deploymentStatus, deploymentStatusMessage } = await deploy(saying(expression));

      expect(['FAILED', 'REGISTRATION_FAILED']).toContain(deploymentStatus);
      expect(deploymentStatusMessage).toMatch(/infrastructure\/t\.yaml, line 2, column \d+: /);
      expect(deploymentStatusMessage).toMatch(message);
      expect(performance.now() - began).toBeLessThan(30_000);
      await isWell();
    },
    60_000,
  );

  it('gets an input that looks like a template as text', async () => {
    const files = bundle(topic.replace('@', '{{ environment.inputs.a }}'), '{a: {type: string}}');
    const { deploymentStatus } = await deploy(files, { a: '{{ 7 * 7 }}' });
    const { outputs } = await program.call('ListEnvironmentOutputs', { environmentName: `e${names}` });

    expect(deploymentStatus).toBe('SUCCEEDED');
    expect(outputs).toEqual([{ key: 'O', valueString: '{{ 7 * 7 }}' }]);
  });

  it.each<[string, () => Promise<Buffer>, RegExp]>([
    ['a path that leaves it', () => archiveOf({ name: '../../etc/cron.d/x' }, 'x'), /paths must be relative/],
    ['an absolute path', () => archiveOf({ name: '/etc/cron.d/x' }, 'x'), /paths must be relative/],
    ['a link', () => archiveOf({ name: 'infrastructure', type: 'symlink', linkname: '/etc' }), /not a symlink/],
    ['a hard link', () => archiveOf({ name: 'x', type: 'link', linkname: '/etc/passwd' }), /not a link/],
    ['a device', () => archiveOf({ name: 'x', type: 'character-device' }), /not a character-device/],
    ['a bomb', () => archiveOf({ name: 'x' }, '0'.repeat(150 * 1024 ** 2)), /larger than 104857600 bytes/],
    ['no archive', async () => Buffer.from('hello'), /./],
    ['too many bytes', async () => Buffer.alloc(11 * 1024 ** 2, createHash('sha256').digest()), /at most 10485760/],
  ])(
    'with %s is not registered',
    async (_, make, message) => {
      const { deploymentStatus, deploymentStatusMessage } = await deploy(await make());

      expect([deploymentStatus, deploymentStatusMessage]).toEqual([
        'REGISTRATION_FAILED',
        expect.stringMatching(message),
      ]);
      await isWell();
    },
    60_000,
  );

  it.each<[string, string]>([
    [
      'aliases without end',
      `proton: EnvironmentSpec\na: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghi'
        .split('')
        .map((one, at) => `${one}: &${one} [${`*${'abcdefghi'[at]},`.repeat(9)}]`)
        .join('\n')}\nspec: {a: *i}\n`,
    ],
    ['lists in lists', `proton: EnvironmentSpec\nspec: {a: ${'['.repeat(20_000)}${']'.repeat(20_000)}}\n`],
    [
      'a text that a pattern does not come to an end with',
      `proton: EnvironmentSpec\nspec: {p: "${'a'.repeat(60)}!"}\n`,
    ],
  ])(
    'is not deployed with a spec of %s',
    async (_, spec) => {
      const name = `e${++names}`;
      await program.template({ name }, bundle(topic, '{a: {type: string}, p: {type: string, pattern: "^(a+)+$"}}'));
      const began = performance.now();
      const given = { name, templateName: name, templateMajorVersion: '1', protonServiceRoleArn: role };
      const refused = program.call('CreateEnvironment', { ...given, spec });

      await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
      expect(performance.now() - began).toBeLessThan(10_000);
      await isWell();
    },
    60_000,
  );

  it('with names of the host for keys is data', async () => {
    const template = topic.replace('@', '{{ environment.inputs.constructor }} {{ environment.inputs.toString }}');
    const inputs = JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": "c", "toString": "t"}') as object;
    const { deploymentStatus } = await deploy(bundle(template), inputs);
    const { outputs } = await program.call('ListEnvironmentOutputs', { environmentName: `e${names}` });

    expect(deploymentStatus).toBe('SUCCEEDED');
    expect(outputs).toEqual([{ key: 'O', valueString: 'c t' }]);
  });

  it('that is as large as it may be is registered and deployed', async () => {
    const noise = (seed: number) =>
      Buffer.concat(Array.from({ length: 630 }, (_, at) => createHash('sha256').update(`${seed}/${at}`).digest()));
    const files: Record<string, string | Buffer> = { ...commands };
    for (let at = 0; at < 499; at++) files[`infrastructure/lib/f${at}`] = noise(at);
    const name = `e${++names}`;
    const registered = await program.template({ name }, files);
    const spec = 'proton: EnvironmentSpec\nspec: {greeting: large}\n';
    const given = { name, templateName: name, templateMajorVersion: '1', codebuildRoleArn: role };
    await program.call('CreateEnvironment', { ...given, spec });
    const { environment } = await program.until(
      () => program.call<{ environment: Deployed }>('GetEnvironment', { name }),
      (answer) => answer.environment.deploymentStatus !== 'IN_PROGRESS',
    );

    expect(registered).toEqual({ status: 'DRAFT', statusMessage: '' });
    expect(environment.deploymentStatus).toBe('SUCCEEDED');
    await isWell();
  }, 120_000);
});
