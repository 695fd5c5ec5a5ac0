/** The text behind the URL of a log: compressed, and of this very server; undefined where it is elsewhere, as a browser may not ask there. */
export async function logOf(url: string): Promise<string | undefined> {
  if (new URL(url, location.origin).origin !== location.origin) return undefined;
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error('The log is gone, or its address is too old.');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(unpacked).text();
}
