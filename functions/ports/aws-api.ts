import type { JsonObject } from './json.ts';

/** One call of any AWS API: `service` and `operation` as boto3 and the API write them (`ec2`, `DescribeInstances`). */
export interface AwsCall {
  service: string;
  operation: string;
  input: JsonObject;
  /** The role to act as; without one the call is made with the credentials of the program's own environment. */
  roleArn?: string;
  /** Names the session in the account's trail: the execution's id. */
  sessionName: string;
  region?: string;
  /** 25 unless told. */
  timeoutSeconds?: number;
  /** Fills the idempotency token the API takes, where the input has none: the same for a repeated call, at most 36 characters. */
  idempotencyToken?: string;
}

/** What an AWS API refused: its own code and words. */
export class AwsError extends Error {
  override name = 'AwsError';
  readonly code: string;
  readonly operation: string;
  readonly status: number;

  constructor(fault: { code: string; message: string; operation: string; status: number }) {
    super(fault.message);
    this.code = fault.code;
    this.operation = fault.operation;
    this.status = fault.status;
  }
}

/** A call that got no answer from AWS: the same call may get one later. */
export class AwsUnreachable extends Error {
  override name = 'AwsUnreachable';
}

/** A call that cannot be made as it is, now or later; the message says what to do about it. */
export class AwsUnusable extends Error {
  override name = 'AwsUnusable';
}

const refusedAccess = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|Forbidden)$/;
const throttled = /^(Throttl\w*|TooManyRequestsException|RequestLimitExceeded|RequestThrottled\w*|SlowDown)$/;

/** Whether an AwsError's code says that who asked may not. */
export const isAccessRefused = (code: string): boolean => refusedAccess.test(code);

/** … that too much was asked at once. */
export const isThrottled = (code: string): boolean => throttled.test(code);

/** Whether it is what the port throws of a call: AWS's word or silence, and no fault of ours. */
export const isOfAws = (error: unknown): error is AwsError | AwsUnreachable | AwsUnusable =>
  error instanceof AwsError || error instanceof AwsUnreachable || error instanceof AwsUnusable;

/** Whether AWS may answer the same call otherwise in a moment: it was too busy, in trouble, or out of reach. */
export const isPassing = (error: unknown): boolean =>
  error instanceof AwsUnreachable || (error instanceof AwsError && (error.status >= 500 || isThrottled(error.code)));

/**
 * Calls AWS under a role. The answer is boto3's view of it: dates as ISO 8601 text, blobs as text, `ResponseMetadata` included.
 * Throws AwsError for what the API refused, AwsUnreachable for a fault on the way,
 * AwsUnusable for a call that cannot be made here.
 */
export interface AwsApi {
  call(call: AwsCall): Promise<JsonObject>;
}
