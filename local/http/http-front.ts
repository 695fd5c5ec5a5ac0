import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Handler } from '../../functions/api/handler.ts';
import { type Address, type Answered, type FromThread, gathered, type ToThread } from './http-messages.ts';
import type { RunningServer } from './server.ts';
import type { StreamedAnswer } from './streamed-answer.ts';

/**
 * The same server in a thread of its own: reading requests and writing answers takes nothing from what is done with them. Throws where it cannot listen;
 * should the thread itself end by an error, so does the program.
 */
export async function startHttpFront({ handler, ...address }: Address & { handler: Handler }): Promise<RunningServer> {
  const file = new URL(`./http-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(file, { workerData: address });
  const tell = (message: ToThread): void => worker.postMessage(message);
  const followers = new Followers(tell);
  const answer = gathered<[number, Answered]>((answers) => {
    tell({ is: 'answers', answers });
    // What follows an answer comes after it.
    followers.begin();
  });
  const take = async ([number, event]: [number, APIGatewayProxyEventV2]): Promise<void> => {
    const given = await (handler(event) as Promise<StreamedAnswer>).catch(() => undefined);
    if (!given?.follow) return answer([number, { answer: given }]);
    const { follow, ...rest } = given;
    followers.add(number, follow);
    answer([number, { answer: rest, isFollowed: true }]);
  };
  return new Promise((resolve, reject) => {
    let closed = (): void => undefined;
    const close = async (): Promise<void> => {
      await new Promise<void>((done) => {
        closed = done;
        tell({ is: 'close' });
      });
      await worker.terminate();
    };
    worker.on('message', (message: FromThread) => {
      if (message.is === 'requests') for (const request of message.requests) void take(request);
      else if (message.is === 'left') followers.left(message.number);
      else if (message.is === 'listening') resolve({ url: message.url, close });
      else if (message.is === 'closed') closed();
      else reject(Object.assign(new Error(message.error.message), message.error));
    });
    worker.on('error', (error) => {
      throw error;
    });
  });
}

type Follow = NonNullable<StreamedAnswer['follow']>;

/** Answers that go on after their headers, by the numbers of their requests. */
class Followers {
  readonly #tell: (message: ToThread) => void;
  readonly #stops = new Map<number, () => void>();
  #added: [number, Follow][] = [];

  constructor(tell: (message: ToThread) => void) {
    this.#tell = tell;
  }

  add(number: number, follow: Follow): void {
    this.#added.push([number, follow]);
  }

  begin(): void {
    for (const [number, follow] of this.#added.splice(0)) {
      const write = (text: string): void => this.#tell({ is: 'more', number, text });
      const end = (): void => this.#tell({ is: 'end', number });
      this.#stops.set(number, follow({ write, end }));
    }
  }

  left(number: number): void {
    this.#stops.get(number)?.();
    this.#stops.delete(number);
  }
}
