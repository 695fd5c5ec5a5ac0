/**
 * Where an object's file stands: one folder per `/` of its key (its name ends in `~`), then the file. Bytes other than `a-z 0-9 _ -` and inner dots
 * are written `%XX`, so that no key leaves the folder and none depends on case or Unicode normalization; a long name goes on in a folder that ends in `+`.
 * Everything here takes and gives binary strings (one character per UTF-8 byte), which compare as the bytes do.
 */
const plain = /[a-z0-9_-]/;
/** File systems take 255 bytes; an escape may follow the 198th. */
const chunk = 198;
/** The file of a key that ends where a folder begins; no encoded name is a lone percent sign. */
const nothing = '%';

/** The names of folders and the file that hold the object `key`. */
export function objectPath(key: string): string[] {
  const names: string[] = [];
  let name = '';
  for (const byte of key) {
    if (byte === '/') names.push(`${name}~`);
    name = byte === '/' ? '' : name + encode(byte, name === '');
    if (name.length < chunk) continue;
    names.push(`${name}+`);
    name = '';
  }
  return [...names, name || nothing];
}

/** The part of a key that the name of a folder or a file stands for. */
export function keyPart(name: string): string {
  const part =
    name === nothing
      ? ''
      : name.replace(/[~+]$/, '').replace(/%(..)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return name.endsWith('~') ? `${part}/` : part;
}

/** The name of a bucket's folder. */
export const bucketPath = (bucket: string): string =>
  `${Array.from(bucket, (byte, place) => encode(byte, place === 0)).join('')}~`;

/** A text as a binary string. */
export const toBinary = (text: string): string => Buffer.from(text).toString('latin1');

const encode = (byte: string, isFirst: boolean): string =>
  plain.test(byte) || (byte === '.' && !isFirst) ? byte : `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
