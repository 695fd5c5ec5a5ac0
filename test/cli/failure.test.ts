import { isInUse, startFailure } from '../../cli/failure.ts';

const place = { data: '/data', host: '127.0.0.1', port: 80 };
const failure = (more: object) => Object.assign(new Error('words'), more);

describe('a start that fails', () => {
  it.each([
    [{ code: 'EADDRINUSE', syscall: 'listen' }, 'port 80 is in use; choose another with --port (0 takes any free one)'],
    [{ code: 'EACCES', syscall: 'listen' }, 'port 80 is not allowed for this user; choose one above 1023 with --port'],
    [{ code: 'EADDRNOTAVAIL', syscall: 'listen' }, '127.0.0.1 is not an address of this machine'],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, '127.0.0.1 is not an address of this machine'],
    [{ code: 'EACCES', syscall: 'mkdir', path: '/data/x' }, '/data/x is not writable for this user'],
    [{ code: 'EEXIST', syscall: 'mkdir', path: '/data' }, '/data is not a folder'],
    [{ errcode: 5 }, '/data is in use by another program; stop it, or choose another folder with --data'],
    [{ errcode: 261 }, '/data is in use by another program; stop it, or choose another folder with --data'],
    [
      { name: 'NewerFormat' },
      '/data was written by a newer Quaymaster; start that one, or choose another folder with --data',
    ],
    [{ errcode: 13 }, 'the disk of /data is full'],
    [{ errcode: 26 }, '/data is damaged: words; put back a copy of it that is whole'],
    [
      { code: 'ERR_OSSL_PEM_NO_START_LINE' },
      '--tls-cert and --tls-key are not a certificate and its key in PEM: words',
    ],
    [{ errcode: 1 }, '/data cannot be used: words'],
  ])('with %j says so in one line', (more, message) => {
    expect(startFailure(failure(more), place)).toMatchObject({ name: 'CommandFailure', message });
  });

  it.each([[{}], [{ code: 'EMFILE', syscall: 'listen' }], [{ code: 'ENOENT' }]])(
    'of our own making stays what it is: %j',
    (more) => {
      const bug = failure(more);

      expect(startFailure(bug, place)).toBe(bug);
    },
  );

  it('tells a folder in use from all else', () => {
    expect([{ errcode: 5 }, { errcode: 14 }, {}].map((more) => isInUse(failure(more)))).toEqual([true, false, false]);
  });
});
