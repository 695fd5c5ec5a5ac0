/** Random names: `uuid` is a version 4 UUID, `token` 256 unguessable bits in base64url, `fraction` a number in [0, 1). */
export interface Ids {
  uuid(): string;
  token(): string;
  fraction(): number;
}
