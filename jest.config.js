import { availableParallelism } from 'node:os';

// No transform: Jest strips the types itself on Node 24 (erasable syntax only).
export default {
  testEnvironment: 'node',
  transform: {},
  roots: ['<rootDir>/test'],
  setupFilesAfterEnv: ['<rootDir>/test/umask.ts'],
  coverageProvider: 'v8',
  // On two cores too: one that waits for a program or a browser leaves its core to the other.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Some tests go through hours of a fake clock; on a machine that is busy with others that takes its time.
  testTimeout: 30_000,
};
