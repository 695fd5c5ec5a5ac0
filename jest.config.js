// No transform: Jest strips the types itself on Node 24 (erasable syntax only).
export default {
  testEnvironment: 'node',
  transform: {},
  roots: ['<rootDir>/test'],
  setupFilesAfterEnv: ['<rootDir>/test/umask.ts'],
  coverageProvider: 'v8',
  // Some tests go through hours of a fake clock; on a machine that is busy with others that takes its time.
  testTimeout: 30_000,
};
