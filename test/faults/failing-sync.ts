import fs, { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Loaded into the program before anything else: its syncs fail as long as a file of this name is there. */
const { QUAYMASTER_TEST_FAILING_SYNC: file = '' } = process.env;
const { fdatasync } = fs;

const failing = (descriptor: number, done: (error: NodeJS.ErrnoException | null) => void): void => {
  if (existsSync(file)) setImmediate(done, Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
  else fdatasync(descriptor, done);
};

fs.fdatasync = failing as typeof fdatasync;
syncBuiltinESMExports();
