import { jest } from '@jest/globals';
import { textOption } from '../../cli/command.ts';
import { Entry } from '../../cli/entry.ts';
import { parse } from '../../cli/parse.ts';

const root = () =>
  new Entry('quaymaster').with(
    new Entry('go')
      .argument('[word...]')
      .setting('--port <n>', 'a port', (one) => one.default('4500').from('QUAYMASTER_TEST'))
      .setting('--colour <name>', 'a colour', (one) => one.choices(['red', 'green']).from('QUAYMASTER_TEST_COLOUR'))
      .setting('--insecure', 'a claim', (one) => one.from('QUAYMASTER_TEST_INSECURE'))
      .setting('--tag <tag>', 'many', (one) => one.repeated())
      .example('quaymaster go there', 'an example')
      .does(async () => async () => 7),
  );
const given = (...words: string[]) => parse(root(), ['go', ...words])?.given;

describe('a command line', () => {
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('QUAYMASTER_TEST')) delete process.env[name];
  });

  it('is taken apart', () => {
    expect(given('FILE', '--port', '1', '--insecure', 'a=b', '--tag', 'x', '--tag=y')).toEqual({
      values: { port: '1', insecure: true, tag: ['x', 'y'], colour: undefined },
      positionals: ['FILE', 'a=b'],
      typed: new Set(['port', 'insecure', 'tag']),
    });
  });

  it.each([
    [['--prot', '1'], "unknown option '--prot'. Did you mean --port?"],
    [['--port'], "option '--port <n>' argument missing"],
    [['--colour', 'blue'], "option '--colour <name>' argument 'blue' is invalid. Allowed choices are red, green"],
  ])('refuses %j in one line', (words, message) => {
    expect(() => given(...words)).toThrow(
      expect.objectContaining({ name: 'UsageError', message, about: 'quaymaster go' }),
    );
  });

  it('takes an option from the line, then from the environment, then as usual; what is empty is absent', () => {
    Object.assign(process.env, { QUAYMASTER_TEST: 'environment', QUAYMASTER_TEST_INSECURE: '1' });

    expect(given('--port', 'line')?.values.port).toBe('line');
    expect(given()).toMatchObject({ values: { port: 'environment', insecure: true }, typed: new Set() });
    expect(given('--port', '')?.values.port).toBe('environment');
    Object.assign(process.env, { QUAYMASTER_TEST: '', QUAYMASTER_TEST_INSECURE: '0' });
    expect(given()?.values).toMatchObject({ port: '4500', insecure: false });
    const nothing = { values: { a: '' }, positionals: [], typed: new Set<string>() };
    expect(textOption(nothing, 'a')).toBeUndefined();
  });

  it('refuses what a variable says and the option could not', () => {
    process.env.QUAYMASTER_TEST_COLOUR = 'blue';

    expect(() => given()).toThrow('QUAYMASTER_TEST_COLOUR=blue is none of red, green');
  });

  it('prints help and does nothing else when asked for it', () => {
    const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);

    const asked = [parse(root(), ['go', '--help']), parse(root(), ['go', '-h']), parse(root(), ['help', 'go'])];

    expect(asked).toEqual([undefined, undefined, undefined]);
    const told = write.mock.calls.map(([text]) => String(text));
    expect(told.slice(0, 2)).toEqual(told.slice(2, 4));
    expect(told[0]).toContain('Usage: quaymaster go [options] [word...]\n');
    expect(told[0]).toContain('--port <n>       a port (4500; QUAYMASTER_TEST)\n');
    write.mockRestore();
  });
});
