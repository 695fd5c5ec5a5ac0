import { readChannel, scriptResult } from '../../../functions/scripts/script-result.ts';

describe('scriptResult', () => {
  it.each([
    ['a payload', '{"payload":{"a":1}}\n{"exit":0}\n', { status: 'Success', payload: { a: 1 }, log: 'l' }],
    ['no value', '{"payload":null}\n{"exit":0}\n', { status: 'Success', payload: null, log: 'l' }],
    ['a failure', '{"message":"KeyError - 1"}\n{"exit":0}\n', { status: 'Failed', message: 'KeyError - 1', log: 'l' }],
    [
      'an exit',
      '{"exit":3}\n',
      { status: 'Failed', message: 'The script exited with code 3 before its handler returned', log: 'l' },
    ],
    [
      'a signal',
      '{"exit":-9}\n',
      { status: 'Failed', message: 'The script was killed by signal SIGKILL before its handler returned', log: 'l' },
    ],
    ['nothing', '', { status: 'Failed', message: 'The script ended without a result', log: 'l' }],
    ['half a line', '{"payload":[1,2', { status: 'Failed', message: 'The script ended without a result', log: 'l' }],
    [
      'what is no answer',
      '7\nnull\n[]\n{"message":1}\n',
      { status: 'Failed', message: 'The script ended without a result', log: 'l' },
    ],
  ])('reads %s', (_name, channel, result) => {
    expect(scriptResult({ channel, log: 'l' })).toEqual(result);
  });
});

describe('readChannel', () => {
  it('takes the first answer and the last end', () => {
    const channel = '{"exit":7}\n{"payload":1}\n{"payload":2}\n{"exit":0,"hidden":false}\n';

    expect(readChannel(channel)).toEqual({ answer: { payload: 1 }, end: { exit: 0, hidden: false } });
  });
});
