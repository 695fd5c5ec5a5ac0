import type { ProvisionedOutput } from '../../provisioner.ts';
import { outputsIn } from '../../told-outputs.ts';

/** The outputs that a build handed back, as its buildspec wrote them; none where it wrote nothing that can be read. */
export function outputsTold(text: string): ProvisionedOutput[] {
  const [kind, ...words] = text.trim().split(' ');
  const given = words.map((word) => Buffer.from(word, 'base64').toString());
  if (kind === 'file') return read(given.join(''));
  return kind === 'call' ? outputsOf(valuesOf(given)) : [];
}

/** What stands behind `--outputs`, up to the next option. */
function valuesOf(words: string[]): string[] {
  const at = words.findIndex((word) => /^--outputs(=|$)/.test(word));
  const [first = '', ...rest] = words.slice(at);
  const end = rest.findIndex((word) => word.startsWith('--'));
  const following = end < 0 ? rest : rest.slice(0, end);
  return first.includes('=') ? [first.slice('--outputs='.length), ...following] : following;
}

/** JSON, or the AWS CLI's shorthand `key=a,valueString=b`. */
function outputsOf(values: string[]): ProvisionedOutput[] {
  if (/^\s*[[{]/.test(values[0] ?? '')) return read(values[0] ?? '');
  return values.flatMap((one) => {
    const { key, value } = /^key=(?<key>[^,]*),valueString=(?<value>.*)$/s.exec(one)?.groups ?? {};
    return key === undefined || value === undefined ? [] : [{ key, valueString: value }];
  });
}

function read(text: string): ProvisionedOutput[] {
  try {
    return outputsIn(JSON.parse(text));
  } catch {
    return [];
  }
}
