/** One request to a web address that a user named; `headers` may hold the user's secrets and are never logged. */
export interface HttpRequest {
  method: 'GET' | 'PATCH' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body: string;
  /** How long the answer may take in all, redirects included. */
  timeoutSeconds: number;
}

/** What came back, whatever its status; `body` is its text. */
export interface HttpAnswer {
  status: number;
  body: string;
}

/** A request that could not be made, or whose answer could not be taken; the message names the host and never what was sent. */
export class HttpError extends Error {
  override name = 'HttpError';
}

/**
 * A file to get from a web address; an answer of more than `largest` bytes is an HttpError. The address may hold a signature and the headers a secret:
 * neither is logged.
 */
export interface Download {
  url: string;
  headers?: Record<string, string>;
  timeoutSeconds: number;
  largest: number;
}

/** Reaches addresses outside, and only those: nothing on this machine or in its network. Throws HttpError. */
export interface Http {
  download(file: Download): Promise<{ status: number; body: Uint8Array }>;
  send(request: HttpRequest): Promise<HttpAnswer>;
}
