import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Caller } from '../../functions/api/action.ts';
import type { Principal } from '../../functions/api/principal.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { FileObjects } from '../file-objects.ts';

/** One S3 request whose signature is right; `bucket` and `key` are empty where the path names none. */
export interface S3Call {
  event: APIGatewayProxyEventV2;
  bucket: string;
  key: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Without the frames of `aws-chunked`, and as its checksums say. */
  body: Buffer;
  caller: Caller;
  principal: Principal;
  requestId: string;
}

/** What the operations work with. */
export interface S3 extends Pick<Ports, 'store' | 'clock' | 'ids' | 'log' | 'events'> {
  objects: FileObjects;
}

/** An answer: XML when `body` is text. */
export interface S3Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}
