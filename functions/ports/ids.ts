/**
 * Random names: `uuid` is a version 4 UUID, `orderedUuid` a version 7 one, which begins with the time, so that records made one after the
 * other lie together in an index of millions; `token` 256 unguessable bits in base64url, `fraction` a number in [0, 1).
 */
export interface Ids {
  uuid(): string;
  orderedUuid(): string;
  token(): string;
  fraction(): number;
}
