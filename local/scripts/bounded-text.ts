/** Collects UTF-8 bytes up to `limit`; what comes after is dropped, and `mark` tells so at the end of the text. */
export function boundedText(limit: number, mark: string): { add: (chunk: Buffer) => void; text: () => string } {
  const chunks: Buffer[] = [];
  let room = limit;
  let isCut = false;
  return {
    add: (chunk) => {
      if (chunk.length > room) isCut = true;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      room = Math.max(0, room - chunk.length);
    },
    text: () => Buffer.concat(chunks).toString('utf8') + (isCut ? mark : ''),
  };
}
