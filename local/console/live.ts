import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Caller } from '../../functions/api/action.ts';
import { decide } from '../../functions/api/iam/decide.ts';
import { requestContext } from '../../functions/api/iam/request-context.ts';
import type { Principal } from '../../functions/api/principal.ts';
import { type Signatures, verify } from '../../functions/api/verify.ts';
import { refusal, safeHeaders } from '../../functions/console/answers.ts';
import { projectArn } from '../../functions/heat/identity/identity.ts';
import type { Ids } from '../../functions/ports/ids.ts';
import type { Listener, StreamedAnswer } from '../http/streamed-answer.ts';
import type { Change, ChangeFeed, NumberedChange } from './changes.ts';

/** Serves `GET /console/live`; `end` ends all streams. */
export interface Live {
  serve: (event: APIGatewayProxyEventV2) => Promise<StreamedAnswer>;
  end: () => void;
}

/** So many pages may listen at once. */
const mostStreams = 200;
/** What happens within this time, in milliseconds, is told together, and each thing once. */
const pause = 60;
/** How often something is said in any case, so that nobody between takes the connection for dead. */
const heartbeat = 15_000;

/** One page that listens. */
interface Reader {
  event: APIGatewayProxyEventV2;
  caller: Caller;
  accessKeyId: string;
}

/**
 * Tells changes as they happen, as server-sent events: that a thing changed, never what it is; to whoever may read it. A page that comes back says
 * which it heard last and gets those it missed, or the word `missed` where they are forgotten.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function openLive(feed: ChangeFeed, trust: Signatures, ids: Ids): Live {
  const boot = ids.uuid();
  const streams = new Set<Listener>();
  const serve = async (event: APIGatewayProxyEventV2): Promise<StreamedAnswer> => {
    const { principal, caller } = await verify(event, { body: '', service: 'quaymaster' }, trust);
    if (streams.size >= mostStreams) return refusal(503, 'ServiceUnavailableException', 'Too many pages listen');
    const reader = { event, caller, accessKeyId: principal.accessKeyId };
    return {
      statusCode: 200,
      headers: { ...safeHeaders, 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      follow: (to) => {
        streams.add(to);
        const stop = tellAll({ feed, trust, boot, reader, to });
        return () => {
          streams.delete(to);
          stop();
        };
      },
    };
  };
  return { serve, end: () => streams.forEach((stream) => stream.end()) };
}

interface Telling {
  feed: ChangeFeed;
  trust: Signatures;
  boot: string;
  reader: Reader;
  to: Listener;
}

/** Tells one reader until the answer is called, or its principal is gone. */
function tellAll({ feed, trust, boot, reader, to }: Telling): () => void {
  let waiting: NumberedChange[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    timer = undefined;
    const [changes, number] = [waiting, feed.newest()];
    waiting = [];
    const principal = await trust.principals.find(reader.accessKeyId);
    if (!principal) return to.end();
    const allowed = distinct(changes).filter((change) =>
      mayRead(change, principal, { reader, now: trust.clock.now() }),
    );
    const lines = allowed.map((change) => `data: ${JSON.stringify(change)}\n\n`).join('');
    to.write(`${lines}id: ${boot}:${number}\nevent: told\ndata: \n\n`);
  };
  const soon = () => (timer ??= setTimeout(() => void flush().catch(() => to.end()), pause));
  const stopListening = feed.listen((change) => {
    waiting.push(change);
    soon();
  });
  const missed = missedBy(reader.event, boot, feed);
  if (missed === undefined) to.write('event: missed\ndata: \n\n');
  else waiting.unshift(...missed);
  soon();
  const beat = setInterval(soon, heartbeat);
  return () => {
    stopListening();
    clearTimeout(timer);
    clearInterval(beat);
  };
}

/** What happened since a reader heard us last; nothing for one who never did. */
function missedBy({ headers }: APIGatewayProxyEventV2, boot: string, feed: ChangeFeed): NumberedChange[] | undefined {
  const heard = headers['last-event-id'];
  if (heard === undefined) return [];
  const [of, number] = heard.split(':');
  return of === boot && /^\d{1,15}$/.test(number ?? '') ? feed.since(Number(number)) : undefined;
}

const distinct = (changes: NumberedChange[]): Change[] => [
  ...new Map(changes.map(({ change }) => [`${change.topic}#${change.id ?? ''}`, change])).values(),
];

/** What somebody must be allowed to do to hear of a change. */
function needOf({ topic, id = '' }: Change, { account, region }: Caller): { action: string; resource: string } {
  const any = (service: string) => `arn:aws:${service}:${region}:${account}:*`;
  switch (topic) {
    case 'automation-execution':
      return {
        action: 'ssm:GetAutomationExecution',
        resource: `arn:aws:ssm:${region}:${account}:automation-execution/${id}`,
      };
    case 'document':
      return { action: 'ssm:ListDocuments', resource: any('ssm') };
    case 'proton':
      return { action: 'proton:ListServiceInstances', resource: any('proton') };
    case 'opsworks':
      return { action: 'opsworks:DescribeDeployments', resource: any('opsworks') };
    case 'heat':
      return { action: 'heat:reader', resource: projectArn({ account, region }, account) };
    case 'events':
      return { action: 'events:ListRules', resource: any('events') };
  }
}

function mayRead(change: Change, principal: Principal, { reader, now }: { reader: Reader; now: number }): boolean {
  const { event, caller } = reader;
  const context = () => requestContext({ event, caller, input: {}, now });
  return decide(principal, { ...needOf(change, caller), context }) === 'Allowed';
}
