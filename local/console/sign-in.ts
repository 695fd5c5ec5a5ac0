import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Signatures, verify } from '../../functions/api/verify.ts';
import { jsonAnswer, refusal } from '../../functions/console/answers.ts';
import { bodyOf } from '../../functions/console/door.ts';
import type { Sessions } from './sessions.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;
const ownHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/**
 * `POST /console/link`: the token of a link for keys. Only for a page that this very server sent to this very machine: a site whose name leads here
 * (DNS rebinding) has another host, and one that posts a form has another type of content and another origin.
 */
export async function signInByLink(
  event: APIGatewayProxyEventV2,
  sessions: Pick<Sessions, 'exchange'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { headers, requestContext } = event;
  const { host = '', origin, 'content-type': type = '', 'x-forwarded-proto': protocol = 'http' } = headers;
  const isHere = loopback.test(requestContext.http.sourceIp) && ownHost.test(host);
  const isOwn = origin === undefined || origin === `${protocol}://${host}`;
  if (!isHere || !isOwn || !type.startsWith('application/json'))
    return refusal(403, 'AccessDeniedException', 'Links work on the machine of the server only');
  const keys = sessions.exchange(tokenIn(bodyOf(event)));
  return keys
    ? jsonAnswer(200, keys)
    : refusal(403, 'AccessDeniedException', 'This link was used already, or is too old');
}

/**
 * `POST /console/links`: a link for whoever signed, with a key of their own: the keys of a sign-in make no further ones, so that each ends.
 * It is `/console/#link=TOKEN`: browsers send no fragment to anybody.
 */
export async function linkForCaller(
  event: APIGatewayProxyEventV2,
  sessions: Pick<Sessions, 'link' | 'isSignIn'>,
  signatures: Signatures,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { principal } = await verify(event, { body: bodyOf(event), service: 'quaymaster' }, signatures);
  if (sessions.isSignIn(principal.accessKeyId))
    return refusal(403, 'AccessDeniedException', 'Only an access key of your own makes links');
  return jsonAnswer(200, { link: linkPath(sessions, principal.accessKeyId) });
}

/** A path of the console that signs somebody in, once, on this machine. */
export const linkPath = (sessions: Pick<Sessions, 'link'>, accessKeyId: string): string =>
  `/console/#link=${sessions.link(accessKeyId)}`;

function tokenIn(body: string): string {
  try {
    const { token } = JSON.parse(body) as { token?: unknown };
    return typeof token === 'string' ? token : '';
  } catch {
    return '';
  }
}
