/** A stored object; `etag` is the quoted hex MD5 of the bytes as S3 writes it, `lastModified` in epoch milliseconds. */
export interface ObjectHead {
  key: string;
  size: number;
  etag: string;
  lastModified: number;
}

/** One page of keys in UTF-8 order; `next` is there when more follow. */
export interface ObjectPage {
  objects: ObjectHead[];
  next?: string;
}

/** An object that cannot be had: it is larger than who asked can take, or its bucket is not for us. The message says which. */
export class ObjectRefused extends Error {
  override name = 'ObjectRefused';
}

/**
 * Bytes by bucket and key (S3; files when embedded). A put is durable and whole when it returns; `get` of an absent key is undefined,
 * of one of more than `largest` bytes an ObjectRefused. A bucket whose name begins with a dot is this program's own: nobody else can have one.
 * `url` is where everybody who knows it can get the object with GET, for so many seconds.
 */
export interface Objects {
  put(bucket: string, key: string, body: Uint8Array): Promise<ObjectHead>;
  get(bucket: string, key: string, largest?: number): Promise<{ head: ObjectHead; body: Uint8Array } | undefined>;
  remove(bucket: string, key: string): Promise<void>;
  url(bucket: string, key: string, seconds: number): Promise<string>;
  list(bucket: string, options: { prefix?: string; after?: string; limit?: number }): Promise<ObjectPage>;
}
