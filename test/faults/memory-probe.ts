import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Loaded into the program before anything else: at SIGUSR2 it collects what is garbage and appends what memory is left, as a line of JSON, to this file. */
const { QUAYMASTER_TEST_MEMORY: file = '' } = process.env;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('SIGUSR2', () => {
  collect();
  collect();
  appendFileSync(file, `${JSON.stringify(process.memoryUsage())}\n`);
});
