import type { IncomingMessage } from 'node:http';
import { bodyLimit } from '../../functions/api/route.ts';
import { isForHeat } from '../../functions/heat/is-for-heat.ts';
import { isForS3, s3BodyLimit } from '../s3/is-for-s3.ts';

/** As much as a Lambda function takes, in bytes: Heat says by itself what is too long for it. */
const heatBodyLimit = 6 * 1024 ** 2;

/** What the server takes of a request, in bytes. */
export function longestBody({ rawHeaders, method = '', url = '' }: IncomingMessage): number {
  const [path = '', query = ''] = url.split('?', 2);
  if (isForS3(authorizationOf(rawHeaders), query)) return s3BodyLimit;
  return isForHeat(path, method) ? heatBodyLimit : bodyLimit;
}

/** Node makes an object of all headers for who asks for one. */
function authorizationOf(raw: string[]): string | undefined {
  const place = raw.findIndex((name, number) => number % 2 === 0 && name.toLowerCase() === 'authorization');
  return place < 0 ? undefined : raw[place + 1];
}
