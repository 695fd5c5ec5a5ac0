import { load } from 'js-yaml';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contents, harmless, harmlessIn, jsonText } from '../../cli/harmless.ts';
import { answers, evil, evilServer, seen } from './evil-server.ts';
import { done } from './here.ts';

const folder = mkdtempSync(join(tmpdir(), 'evil-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

let close: () => Promise<void>;

/** What came out of a command, wherever: a refusal is told as the program tells it. */
async function toldBy(words: string[]): Promise<string> {
  const { out, err } = await done(...words).catch((error: unknown) => ({ out: '', err: (error as Error).message }));
  return out + err;
}

// eslint-disable-next-line no-control-regex
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

/** Without our own colours. */
// eslint-disable-next-line no-control-regex
const stripped = (text: string): string => text.replaceAll(/\u001b\[\d+m/g, '');

const runbook = file('evil.yaml', 'schemaVersion: "0.3"\nmainSteps: []\n');
const spec = file('spec.yaml', 'proton: EnvironmentSpec\nspec: {}\n');

const everyCommand = [
  ['executions', 'list'],
  ['executions', 'show', 'ID'],
  ['executions', 'watch', 'ID'],
  ['executions', 'start', 'evil'],
  ['wait', 'execution', 'ID'],
  ['run', runbook],
  ['approvals', 'list', '--all'],
  ['documents', 'list'],
  ['documents', 'update', runbook],
  ['events', 'rules'],
  ['events', 'rule', 'one'],
  ['events', 'put', '--source', 'a', '--detail-type', 'b'],
  ['dead-letters'],
  ['principal', 'list'],
  ['node', 'list'],
  ['node', 'create', 'web'],
  ['proton', 'list'],
  ['proton', 'plan', 'beta', '--spec', spec],
  ['proton', 'deployments', 'list'],
  ['proton', 'deployments', 'show', 'ID'],
  ['deployments', 'list'],
  ['deployments', 'show', 'ID'],
];

describe('what others wrote', () => {
  beforeAll(async () => {
    const server = await evilServer();
    close = server.close;
    for (const name of Object.keys(process.env)) if (/^(AWS|OS|QUAYMASTER)_/.test(name)) delete process.env[name];
    Object.assign(process.env, { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' });
    process.env.NO_COLOR = '1';
  });
  afterAll(() => close());

  it.each(everyCommand)('is seen and not obeyed: %s %s', async (...words) => {
    const told = await toldBy(words.filter((word) => word !== undefined));

    expect(told).not.toMatch(obeyed);
    expect(told).toContain(seen);
  });

  it('is not obeyed in the words of a refusal, whoever says it', async () => {
    expect(await toldBy(['executions', 'stop', 'ID'])).toBe(`Evil: ${seen}`);
    expect(
      await toldBy(['validate', file('bad.yaml', `schemaVersion: "0.3"\nmainSteps: [{name: "\\e[2J"}]\n`)]),
    ).not.toMatch(obeyed);
  });

  it.each([
    ['executions show', ['executions', 'show', 'ID'], answers['AmazonSSM.GetAutomationExecution']],
    ['events rules', ['events', 'rules'], answers['AWSEvents.ListRules']],
    ['documents show', ['documents', 'show', 'one'], { whole: answers['AmazonSSM.GetDocument'] }],
  ])('is exact for programs, which no terminal obeys either: %s', async (_name, words, answer) => {
    const [expected] = Object.values(answer ?? {}) as [object];
    const { out: json } = await done(...words, '-o', 'json');
    const { out: yaml } = await done(...words, '-o', 'yaml');

    const dates = (text: string) =>
      JSON.parse(text, (_key, value: unknown) =>
        value === 1000 ? '1970-01-01T00:16:40.000Z' : value === 1001 ? '1970-01-01T00:16:41.000Z' : value,
      ) as object;
    expect(json).not.toMatch(obeyed);
    expect(JSON.parse(json)).toEqual(dates(JSON.stringify(expected)));
    expect(load(yaml)).toEqual(dates(JSON.stringify(expected)));
  });

  describe('in files', () => {
    const wasTerminal = process.stdout.isTTY;
    afterEach(() => void (process.stdout.isTTY = wasTerminal));

    it.each([
      [['documents', 'show', 'one'], `description: ${evil}`],
      [['documents', 'diff', 'one', runbook], evil],
      [['deployments', 'logs', 'ID'], evil],
    ])('is exact in a pipe and not obeyed on a terminal: %j', async (words, exact) => {
      expect((await done(...words)).out).toContain(exact);

      process.stdout.isTTY = true;
      const { out } = await done(...words);

      expect(stripped(out)).not.toMatch(obeyed);
      expect(out).toContain(seen);
    });
  });
});

describe('a harmless text', () => {
  it('shows what a terminal would obey, and keeps lines, tabs and letters', () => {
    expect(harmless(evil)).toBe(seen);
    expect(harmless('Grüße\r\n\t日本 🙂\n\u007f')).toBe('Grüße\n\t日本 🙂\n^?');
    expect(harmlessIn({ [evil]: [evil, 1, null, { a: evil }] })).toEqual({ [seen]: [seen, 1, null, { a: seen }] });
  });

  it('leaves a file as it is where nobody looks', () => {
    expect(contents(evil, { isTTY: false } as typeof process.stdout)).toBe(evil);
    expect(contents(evil, { isTTY: true } as typeof process.stdout)).toBe(seen);
  });

  it('is the same value in JSON', () => {
    expect(jsonText({ a: evil })).not.toMatch(obeyed);
    expect(JSON.parse(jsonText({ a: evil }))).toEqual({ a: evil });
  });
});
