/**
 * A caller's fault, told in the words of the API: `code` is the exact wire code, `status` the HTTP status.
 * The door shows it only where the operation lists the code; anything else becomes the API's internal error.
 */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}
