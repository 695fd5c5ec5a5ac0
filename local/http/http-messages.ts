import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ServerOptions } from './server.ts';

/** Where the thread that speaks HTTP listens. */
export type Address = Pick<ServerOptions, 'host' | 'port' | 'tls'>;

/** What the thread tells; requests have numbers. */
export type FromThread =
  | { is: 'listening'; url: string }
  /** Why it does not listen: a message, and what Node's errors have besides. */
  | { is: 'refused'; error: { message: string } }
  | { is: 'requests'; requests: [number: number, event: APIGatewayProxyEventV2][] }
  /** Who followed an answer is gone. */
  | { is: 'left'; number: number }
  | { is: 'closed' };

/** What came of a request: an answer, one that goes on after its headers, or nothing because its handler failed. */
export type Answered =
  { answer: APIGatewayProxyStructuredResultV2; isFollowed?: true } | { answer: undefined; isFollowed?: never };

/** What the thread is told. */
export type ToThread =
  | { is: 'answers'; answers: [number: number, answered: Answered][] }
  | { is: 'more'; number: number; text: string }
  | { is: 'end'; number: number }
  | { is: 'close' };

/** As many as go in one message: with more, one thread waits while the other works, and the other way round. */
const mostInOne = 8;

/** Gathers what is told in one turn of the event loop, for each message has its price. */
export function gathered<Value>(send: (values: Value[]) => void): (value: Value) => void {
  let values: Value[] = [];
  const flush = (): void => {
    const all = values;
    values = [];
    if (all.length > 0) send(all);
  };
  return (value) => {
    const count = values.push(value);
    if (count === 1) setImmediate(flush);
    if (count === mostInOne) flush();
  };
}
