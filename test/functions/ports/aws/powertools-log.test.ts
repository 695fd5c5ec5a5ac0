import { jest } from '@jest/globals';
import { powertoolsLog } from '../../../../functions/ports/aws/powertools-log.ts';

/** What a call writes, by stream of the console; the logger has a console of its own when it is told to be in development. */
function written(call: () => void): object[] {
  const lines: object[] = [];
  const keep = (text: unknown): void => void lines.push(JSON.parse(String(text)) as object);
  const spies = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation(keep),
  );
  call();
  for (const spy of spies) spy.mockRestore();
  return lines;
}

describe('the log', () => {
  beforeAll(() => void (process.env['POWERTOOLS_DEV'] = 'true'));
  afterAll(() => void delete process.env['POWERTOOLS_DEV']);

  it('writes one JSON line with the fields', () => {
    const lines = written(() => powertoolsLog('info').info('request', { operation: 'ssm:ListDocuments', status: 200 }));

    expect(lines).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'request',
        service: 'quaymaster',
        operation: 'ssm:ListDocuments',
        status: 200,
      }),
    ]);
  });

  it('writes an error with its cause', () => {
    const error = new Error('write failed', { cause: new Error('disk full') });

    const lines = written(() => powertoolsLog('error').error('internal error', { error }));

    expect(lines).toMatchObject([
      { level: 'ERROR', error: { message: 'write failed', cause: { message: 'disk full' } } },
    ]);
  });

  it('leaves out lines below its level', () => {
    const lines = written(() => {
      const log = powertoolsLog('warn');
      log.debug('a');
      log.info('b');
      log.warn('c');
      log.error('d');
    });

    expect(lines).toMatchObject([{ message: 'c' }, { message: 'd' }]);
  });
});
