// Stands before the AWS CLI in the PATH of provisioning commands: what they tell Proton of their own deployment is written down in its folder, where the
// server looks; every other call goes to the AWS CLI itself.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const [service, operation, ...rest] = process.argv.slice(2);
const folder = process.env.QUAYMASTER_KEEPER ?? '.';

if (service === 'proton' && operation === 'notify-resource-deployment-status-change') tell(optionsOf(rest));
else callAws(process.argv.slice(2));

function tell(options) {
  const notices = join(folder, 'notices');
  mkdirSync(notices, { recursive: true });
  const name = join(notices, `${String(Date.now()).padStart(15, '0')}-${process.pid}.json`);
  const statusMessage = options['status-message']?.join(' ');
  writeFileSync(
    `${name}.new`,
    JSON.stringify({ status: options.status?.[0], statusMessage, outputs: outputsOf(options.outputs ?? []) }),
  );
  renameSync(`${name}.new`, name);
}

/** `--name value value` by name, `--name=value` too. */
function optionsOf(words) {
  const options = {};
  let name;
  for (const word of words) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(word);
    if (match) options[(name = match[1])] = match[2] === undefined ? [] : [match[2]];
    else if (name) options[name].push(word);
  }
  return options;
}

/** JSON, the file that holds it, or the shorthand `key=a,valueString=b`, as the AWS CLI takes them. */
function outputsOf(values) {
  const [first = ''] = values;
  const text = first.startsWith('file://') ? readFileSync(first.slice('file://'.length), 'utf8') : first;
  if (/^\s*[[{]/.test(text)) return JSON.parse(text);
  return values.filter(Boolean).map((one) => {
    const { key, value } = /^key=(?<key>[^,]*),valueString=(?<value>.*)$/s.exec(one)?.groups ?? {};
    return { key, valueString: value };
  });
}

function callAws(words) {
  const path = (process.env.PATH ?? '').split(delimiter).filter((one) => one !== join(folder, 'bin'));
  const { status, error } = spawnSync('aws', words, {
    stdio: 'inherit',
    env: { ...process.env, PATH: path.join(delimiter) },
  });
  if (error) console.error(`aws: ${error.message}`);
  process.exitCode = error ? 127 : (status ?? 1);
}
