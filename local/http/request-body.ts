import type { IncomingMessage } from 'node:http';
import { bodyLimit } from '../../functions/api/route.ts';

/** A whole body, or why it was not kept: it is too long, or too many long ones come at once. */
export type Body = Buffer | 'too long' | 'busy';

/** What all long bodies together may take while they come in, in bytes. */
const budget = 256 * 1024 ** 2;
/** How much of a body that is not kept is read to let the client see the answer, in bytes. */
const drained = 64 * bodyLimit;

/** Reads bodies of up to `longest` bytes each, and calls back once with each; a request that breaks off is never called back for. */
export function bodyReader(
  longest: (request: IncomingMessage) => number,
): (request: IncomingMessage, done: (body: Body) => void) => void {
  let held = 0;
  return (request, done) => {
    const limit = longest(request);
    const chunks: Buffer[] = [];
    let size = 0;
    let isBusy = false;
    let mine = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (limit > bodyLimit && !isBusy && size <= limit) {
        isBusy = held + chunk.length > budget;
        const more = isBusy ? 0 : chunk.length;
        held += more;
        mine += more;
      }
      if (size <= limit && !isBusy) chunks.push(chunk);
      else if (size > limit + drained) request.destroy();
      else chunks.length = 0;
    });
    request.on('error', () => request.destroy());
    request.on('close', () => (held -= mine));
    request.on('end', () => {
      const [first] = chunks;
      if (size > limit) done('too long');
      else if (isBusy) done('busy');
      else done(first && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
  };
}
