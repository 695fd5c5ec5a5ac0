/** A request before it is sent: what stands in it may be anything that HTTP allows. */
export interface Malformed {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Keys and the token of an administrator. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
}

/** What there is in the store, so that requests come further than to what is not there. */
export interface World {
  keys: Credentials;
  /** Names and ids that operations take. */
  names: string[];
  /** Of a bucket with the objects `a` and `folder/b c`. */
  bucket: string;
  uploadId: string;
  /** Of OpenStack's API. */
  configId: string;
  deploymentId: string;
}
