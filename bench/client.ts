import { createHash, createHmac, type KeyObject, createSecretKey } from 'node:crypto';
import { Pool } from 'undici';

/** An access key and where to use it. */
export interface Target {
  url: URL;
  accessKeyId: string;
  secretAccessKey: string;
  /** The time that the server has, in epoch milliseconds; the machine's unless told. */
  now?: () => number;
}

/** Calls one operation and answers with its parsed body; throws where the status is not 200. */
export type Call = (operation: string, input: object) => Promise<Record<string, unknown>>;

const region = 'us-east-1';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest();

/** Makes the headers of a signed call. */
export function signer({ url: { host }, accessKeyId, secretAccessKey, now = Date.now }: Target) {
  let day = '';
  let key = createSecretKey(Buffer.from('-'));
  return (target: string, body: string) => {
    const stamp = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
    if (stamp.slice(0, 8) !== day) {
      day = stamp.slice(0, 8);
      key = signingKey(secretAccessKey, day);
    }
    const signed = 'content-type;host;x-amz-date;x-amz-target';
    const headers = `content-type:application/x-amz-json-1.1\nhost:${host}\nx-amz-date:${stamp}\nx-amz-target:${target}\n`;
    const scope = `${day}/${region}/ssm/aws4_request`;
    const canonical = `POST\n/\n\n${headers}\n${signed}\n${hash(body)}`;
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash(canonical)}`).toString('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
    return { 'content-type': 'application/x-amz-json-1.1', 'x-amz-date': stamp, 'x-amz-target': target, authorization };
  };
}

/** A client as lean as a real one can be, so that the server is what is measured: every call is signed, connections stay open. */
export function client(at: Target, connections: number): Call {
  const pool = new Pool(at.url.origin, { connections });
  const sign = signer(at);
  return async (operation, input) => {
    const target = `AmazonSSM.${operation}`;
    const body = JSON.stringify(input);
    const answer = await pool.request({ method: 'POST', path: '/', headers: sign(target, body), body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${operation}: ${answer.statusCode} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
}

function signingKey(secret: string, day: string): KeyObject {
  let key = createSecretKey(Buffer.from(`AWS4${secret}`));
  for (const part of [day, region, 'ssm', 'aws4_request']) key = createSecretKey(hmac(key, part));
  return key;
}
