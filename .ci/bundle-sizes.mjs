// Prints how large each packaged function is, and fails where one is larger than it may be.
import { readdirSync, statSync } from 'node:fs';

const folder = '.serverless';
const largest = 1_500_000;

const sizes = readdirSync(folder)
  .filter((file) => file.endsWith('.zip'))
  .map((file) => [file, statSync(`${folder}/${file}`).size]);
for (const [file, size] of sizes.sort(([, one], [, other]) => other - one))
  console.log(`${String(size).padStart(10)} bytes  ${file}${size > largest ? `  TOO LARGE: at most ${largest}` : ''}`);
if (sizes.length === 0 || sizes.some(([, size]) => size > largest)) process.exitCode = 1;
