/** A request as it came over the wire: header names in lower case, repeated ones joined by commas, path and query still encoded. */
export interface WireRequest {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string | undefined>;
}

/**
 * The text whose digest is signed; `payload` is the hex SHA-256 of the body.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(request: WireRequest, { service, signedHeaders, payload }: Signed): string {
  const path = service === 's3' ? request.path : canonicalPath(request.path);
  let headers = '';
  for (const name of signedHeaders.split(';')) headers += `${name}:${canonicalValue(request.headers[name])}\n`;
  return `${request.method}\n${path}\n${canonicalQuery(request.query)}\n${headers}\n${signedHeaders}\n${payload}`;
}

interface Signed {
  service: string;
  signedHeaders: string;
  payload: string;
}

const canonicalValue = (value = ''): string => String(value).trim().replace(/\s+/g, ' ');

/** Dot segments and empty segments go, then the path, encoded once by the client, is encoded once more. S3 does neither. */
export function canonicalPath(path: string): string {
  if (path === '/' || path === '') return '/';
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

/** Names and values in the one true encoding, ordered by name, then value. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return { name: encode(decode(name)), value: encode(decode(value)) };
  });
  return pairs
    .sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What cannot be decoded stays: no client signs it, so the signature does not match. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
