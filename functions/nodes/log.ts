import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import type { Objects } from '../ports/objects.ts';
import type { Ports } from '../ports/ports.ts';
import { type Body, countIn, textIn, WireError } from './body.ts';
import { type CommandRecord, getCommand, isOver } from './command.ts';
import type { Visit } from './door.ts';

type Needs = Pick<Ports, 'store' | 'objects'>;

const bucket = '.nodes';
/** A log comes in pieces of 64 KiB at most, 160 of them: 10 MB. Agents stop at 8 MiB. */
const longestPiece = 65_536;
const pieces = 160;

/** An id may hold anything, and an object's key what S3 takes. */
const folderOf = (id: string): string => `logs/${hash('sha256', id, 'hex')}`;
const pieceKey = (id: string, index: number): string => `${folderOf(id)}/${String(index).padStart(4, '0')}`;
const wholeKey = (id: string): string => `${folderOf(id)}/log.gz`;

/** Takes a piece of a running command's log; the same piece again changes nothing. What comes after the end is dropped. */
export async function appendLog({ node, agent }: Visit, body: Body, { store, objects }: Needs) {
  const id = textIn(body, 'id', 512);
  const index = countIn(body, 'index', [0, pieces - 1]);
  const text = textIn(body, 'text', longestPiece);
  if (index === undefined) throw new WireError(400, "'index' is missing");
  const command = await getCommand(id, store);
  if (command?.node !== node.id || command.agent !== agent) throw new WireError(404, 'There is no such command');
  if (!isOver(command)) await putPiece(pieceKey(id, index), Buffer.from(text), { id, store, objects });
  return {};
}

/** A piece that was on its way while its command ended, and the whole was made, goes again. */
async function putPiece(key: string, body: Buffer, { id, store, objects }: Needs & { id: string }): Promise<void> {
  await objects.put(bucket, key, body);
  const command = await getCommand(id, store);
  if (command && isOver(command) && (await isWhole(id, objects))) await objects.remove(bucket, key);
}

const isWhole = async (id: string, objects: Objects): Promise<boolean> =>
  (await objects.get(bucket, wholeKey(id))) !== undefined;

/** Makes one compressed object of a log's pieces, and removes them; safe to repeat, also at the same time. */
export async function closeLog(
  { id }: CommandRecord,
  count: number,
  { objects }: Pick<Ports, 'objects'>,
): Promise<void> {
  const keys = Array.from({ length: Math.min(count, pieces) }, (_, index) => pieceKey(id, index));
  if (keys.length === 0) return;
  if (!(await isWhole(id, objects))) {
    const found: (Uint8Array | undefined)[] = [];
    for (const key of keys) found.push((await objects.get(bucket, key))?.body);
    // Pieces go once they are a whole: what is missing may be in it.
    if (!found.includes(undefined) || !(await isWhole(id, objects))) await putWhole(id, found, { objects });
  }
  // The first one last: as long as pieces are there, so is it.
  for (const key of keys.toReversed()) await objects.remove(bucket, key);
}

/** The same for a command whose end its agent did not tell: of the pieces that came. */
export async function closeCutLog(command: CommandRecord, ports: Pick<Ports, 'objects'>): Promise<void> {
  let count = 0;
  while (count < pieces && (await ports.objects.get(bucket, pieceKey(command.id, count)))) count += 1;
  await closeLog(command, count, ports);
}

const missing = Buffer.from('\n[a piece of the log is missing]\n');

async function putWhole(id: string, found: (Uint8Array | undefined)[], { objects }: Pick<Ports, 'objects'>) {
  const text = Buffer.concat(found.map((piece) => piece ?? missing));
  await objects.put(bucket, wholeKey(id), await compressed(text));
}

/** Most logs are short, and done before another thread had begun. */
const compressed = (text: Buffer): Promise<Buffer> | Buffer =>
  text.length <= longestPiece ? gzipSync(text) : promisify(gzip)(text);

/** Keeps the log of a command that did not come in pieces. */
export async function writeLog(id: string, text: string, { objects }: Pick<Ports, 'objects'>): Promise<void> {
  await objects.put(bucket, wholeKey(id), await compressed(Buffer.from(text)));
}

/** Where the log of a command that is over can be fetched for so many seconds, gzip-compressed text; undefined where there is none. */
export const logUrl = async (id: string, objects: Objects, seconds: number): Promise<string | undefined> =>
  (await objects.get(bucket, wholeKey(id))) && objects.url(bucket, wholeKey(id), seconds);

/** Removes the log of a command that is over. */
export const removeLog = (id: string, objects: Objects): Promise<void> => objects.remove(bucket, wholeKey(id));
