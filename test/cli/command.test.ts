import { jest } from '@jest/globals';
import { argumentsOf, type Command, runCommand, textOption } from '../../cli/command.ts';

const options = { port: { type: 'string' }, insecure: { type: 'boolean' } } as const;

describe('a command line', () => {
  it('is taken apart', () => {
    const given = argumentsOf(['FILE', '--port', '1', '--insecure', 'a=b'], options);

    expect(given).toEqual({ values: { port: '1', insecure: true }, positionals: ['FILE', 'a=b'] });
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port'], "Option '--port <value>' argument missing"],
    [['--insecure=yes'], "Option '--insecure' does not take an argument"],
  ])('refuses %j in one line', (args, message) => {
    expect(() => argumentsOf(args, options)).toThrow(expect.objectContaining({ name: 'UsageError', message }));
  });

  it('takes an option from the line, then from the environment', () => {
    process.env.QUAYMASTER_TEST = 'environment';

    expect(textOption(argumentsOf(['--port', 'line'], options), 'port', 'QUAYMASTER_TEST')).toBe('line');
    expect(textOption(argumentsOf([], options), 'port', 'QUAYMASTER_TEST')).toBe('environment');
    process.env.QUAYMASTER_TEST = '';
    expect(textOption(argumentsOf([], options), 'port', 'QUAYMASTER_TEST')).toBeUndefined();
    delete process.env.QUAYMASTER_TEST;
  });

  it('prints help and does nothing else when asked for it', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});
    const command: Command = { help: 'how to', options, run: async () => 7 };

    const codes = [
      await runCommand(command, ['--help']),
      await runCommand(command, ['-h']),
      await runCommand(command, []),
    ];

    expect(codes).toEqual([0, 0, 7]);
    expect(log.mock.calls).toEqual([['how to'], ['how to']]);
    log.mockRestore();
  });
});
