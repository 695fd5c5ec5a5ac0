import { closeSync, openSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** The most that a command's log may hold, in bytes; the rest is read and dropped. */
const longestLog = 8 * 1_048_576;
const usual = { stdout: 24_000, stderr: 8_000 };
/** A line that goes on for longer is masked in parts. */
const longestLine = 16_384;

/** The streams of a child process. */
export type Stream = keyof typeof usual;

/** Writes what a command prints to its log as it comes, without its secrets, and keeps the beginning of each stream. */
export class CapturedOutput {
  readonly #log: number;
  readonly #mask: (text: string) => string;
  readonly #streams = { stdout: streamOf(), stderr: streamOf() };
  readonly #kept: Record<Stream, number>;
  #size = 0;

  constructor(log: string, secrets: string[], kept: Record<Stream, number> = usual) {
    this.#kept = kept;
    this.#log = openSync(log, 'a', 0o600);
    this.#mask = masking(secrets);
  }

  /** Takes what came; whole lines are passed on, for a secret may come in two pieces. */
  take(name: Stream, chunk: Buffer): void {
    const stream = this.#streams[name];
    stream.rest += stream.decoder.write(chunk);
    const end = stream.rest.lastIndexOf('\n') + 1 || (stream.rest.length > longestLine ? stream.rest.length : 0);
    if (end) this.#pass(name, end);
  }

  /** Passes on what did not end in a line; answers with the beginnings. */
  end(): Record<Stream, string> {
    for (const name of ['stdout', 'stderr'] as const) {
      this.#streams[name].rest += this.#streams[name].decoder.end();
      this.#pass(name, this.#streams[name].rest.length);
    }
    closeSync(this.#log);
    return { stdout: this.#streams.stdout.beginning, stderr: this.#streams.stderr.beginning };
  }

  #pass(name: Stream, end: number): void {
    const stream = this.#streams[name];
    const text = this.#mask(stream.rest.slice(0, end));
    stream.rest = stream.rest.slice(end);
    const most = this.#kept[name];
    if (stream.beginning.length < most) stream.beginning = (stream.beginning + text).slice(0, most);
    this.#append(text);
  }

  #append(text: string): void {
    if (this.#size > longestLog || text === '') return;
    const bytes = Buffer.from(text);
    const room = longestLog - this.#size;
    this.#size += bytes.length;
    const cut = `${bytes.toString('utf8', 0, room)}\n[the log ends here: 8 MiB]\n`;
    try {
      writeSync(this.#log, bytes.length > room ? Buffer.from(cut) : bytes);
    } catch {
      // A disk that is full ends the log, not the command.
      this.#size = Infinity;
    }
  }
}

const streamOf = () => ({ decoder: new StringDecoder('utf8'), rest: '', beginning: '' });

/** Shorter texts are too common to be told from others. */
const shortest = 4;

/** Puts stars in place of secrets, and of each line of one. */
export function masking(secrets: string[]): (text: string) => string {
  const parts = secrets.flatMap((secret) => [secret, ...secret.split('\n')]).map((part) => part.trim());
  const all = [...new Set(parts)]
    .filter((part) => part.length >= shortest)
    .sort((one, other) => other.length - one.length);
  return (text) => all.reduce((masked, part) => masked.replaceAll(part, '*****'), text);
}
