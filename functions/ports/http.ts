/** One request to a web address that a user named; `headers` may hold the user's secrets and are never logged. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
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

/** Reaches addresses outside, and only those: nothing on this machine or in its network. Throws HttpError. */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
}
