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

/** Bytes by bucket and key (S3; files when embedded). A put is durable and whole when it returns; `get` of an absent key is undefined. */
export interface Objects {
  put(bucket: string, key: string, body: Uint8Array): Promise<ObjectHead>;
  get(bucket: string, key: string): Promise<{ head: ObjectHead; body: Uint8Array } | undefined>;
  remove(bucket: string, key: string): Promise<void>;
  list(bucket: string, options: { prefix?: string; after?: string; limit?: number }): Promise<ObjectPage>;
}
