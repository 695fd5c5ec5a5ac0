import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, Journal } from './journal.ts';

/** Sends one piece of a command's log; false when nobody wants it any more. */
export type SendPiece = (entry: Entry, index: number, text: string) => Promise<boolean>;

/** The longest piece in bytes, and how many early ones may be shorter: the server takes 160. */
const longestPiece = 65_536;
const early = 24;

/** How long to wait before a piece that is not full, in milliseconds: a second at first, a minute in the end. */
export const pieceInterval = (pieces: number): number => Math.min(1000 * 1.25 ** pieces, 60_000);

/** Sends what is new in a command's log; short pieces only early and, with `isOver`, in the end. Throws what sending throws: the next call goes on from there. */
export async function sendLog(
  entry: Entry,
  folder: string,
  to: { journal: Journal; send: SendPiece; isOver: boolean },
): Promise<Entry> {
  let { logged, pieces } = entry;
  for (;;) {
    const bytes = await piece(join(folder, 'log'), logged);
    const isDue = bytes.length >= longestPiece - 3 || (bytes.length > 0 && (to.isOver || pieces < early));
    if (!isDue) return { ...entry, logged, pieces };
    const text = bytes.toString();
    if (text && !(await to.send(entry, pieces, text))) return { ...entry, logged: Infinity, pieces };
    logged += bytes.length;
    pieces += 1;
    to.journal.logged(entry.id, logged, pieces);
    if (bytes.length < longestPiece - 3) return { ...entry, logged, pieces };
  }
}

async function piece(file: string, from: number): Promise<Buffer> {
  if (!Number.isFinite(from)) return Buffer.alloc(0);
  try {
    await using handle = await open(file, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestPiece), 0, longestPiece, from);
    return wholeCharacters(buffer.subarray(0, bytesRead));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Without the beginning of a character whose end is in the next piece. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > 1) return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    if (byte < 0x80) return bytes;
  }
  return bytes;
}
