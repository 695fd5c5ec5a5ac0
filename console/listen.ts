import { signedFetch } from './clients/signed-fetch.ts';
import { type Change, isLive, tell } from './live.ts';
import { type Session, session } from './session.ts';
import { settings } from './settings.ts';

const isShown = () => document.visibilityState === 'visible';

let last: string | undefined;
let running: AbortController | undefined;

/**
 * Listens to the server for as long as somebody is signed in and looks at the page: a browser has six connections to a server, and a page that
 * nobody sees takes none. Back again, it says what it heard last and is told what it missed.
 */
export function keepListening(): void {
  if (!settings.live) return;
  const adapt = () => {
    const current = session.peek();
    running?.abort();
    running = undefined;
    isLive.value = false;
    if (!current || !isShown()) return;
    running = new AbortController();
    void listenOn(current, running.signal);
  };
  let known: Session | undefined;
  session.subscribe((current) => {
    if (current !== known) last = undefined;
    known = current;
    adapt();
  });
  document.addEventListener('visibilitychange', adapt);
}

/** One connection after another, with growing pauses where none holds. */
async function listenOn(of: Session, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted && session.peek() === of; failures++) {
    const begin = Date.now();
    await listen(signal).catch(() => undefined);
    if (signal.aborted) return;
    isLive.value = false;
    if (Date.now() - begin > 20_000) failures = 0;
    await pause(Math.min(10_000, 250 * 2 ** failures), signal);
  }
}

const pause = (time: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

async function listen(signal: AbortSignal): Promise<void> {
  const headers = { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) };
  const isBack = last !== undefined;
  const answer = await signedFetch('/console/live', { method: 'GET', headers, signal });
  if (!answer.ok || !answer.body) throw new Error(`The server answered ${answer.status}`);
  // What changed between the first look and this moment, nobody told.
  if (!isBack) tell('anything');
  isLive.value = true;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const events = `${rest}${piece.value}`.split('\n\n');
    rest = events.pop() ?? '';
    events.forEach(hear);
  }
}

/** One event: fields by line. */
function hear(text: string): void {
  const fields = new Map(text.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
  if (fields.get('event') === 'missed') return tell('anything');
  const id = fields.get('id');
  if (id !== undefined) last = id;
  const data = fields.get('data');
  if (data) tell(JSON.parse(data) as Change);
}
