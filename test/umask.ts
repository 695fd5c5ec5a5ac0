// The command line keeps what it writes to its owner, for the whole process: the tests that come after in the same one are others'.
const before = process.umask();

afterAll(() => {
  process.umask(before);
});
