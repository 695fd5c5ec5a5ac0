import { parentPort, workerData } from 'node:worker_threads';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { PassingMap } from '../passing.ts';
import { type Address, type Answered, type FromThread, gathered, type ToThread } from './http-messages.ts';
import { longestBody } from './longest-body.ts';
import { startServer } from './server.ts';
import type { Listener, StreamedAnswer } from './streamed-answer.ts';

/** The thread that speaks HTTP (see http-front.ts): it hands requests over, and gives the answers to who asked. */
const waiting = new PassingMap<number, (answered: Answered) => void>();
const followed = new Map<number, Listener>();
let last = 0;

const tell = (message: FromThread): void => parentPort?.postMessage(message);
const ask = gathered<[number, APIGatewayProxyEventV2]>((requests) => tell({ is: 'requests', requests }));

async function handler(event: APIGatewayProxyEventV2): Promise<StreamedAnswer> {
  const number = ++last;
  ask([number, event]);
  const { answer, isFollowed } = await new Promise<Answered>((resolve) => waiting.set(number, resolve));
  if (!answer) throw new Error('The handler failed.');
  return isFollowed ? { ...answer, follow: (to) => follow(number, to) } : answer;
}

function follow(number: number, to: Listener): () => void {
  followed.set(number, to);
  return () => {
    followed.delete(number);
    tell({ is: 'left', number });
  };
}

function answered([number, given]: [number, Answered]): void {
  waiting.get(number)?.(given);
  waiting.delete(number);
}

try {
  const server = await startServer({ ...(workerData as Address), handler, longestBody });
  parentPort?.on('message', (message: ToThread) => {
    if (message.is === 'answers') message.answers.forEach(answered);
    else if (message.is === 'more') followed.get(message.number)?.write(message.text);
    else if (message.is === 'end') followed.get(message.number)?.end();
    else void server.close().then(() => tell({ is: 'closed' }));
  });
  tell({ is: 'listening', url: server.url });
} catch (error) {
  // Of an error only its message would come through.
  const { message } = error as Error;
  tell({ is: 'refused', error: { ...(error as Error), message } });
}
