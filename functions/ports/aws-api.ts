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
  timeoutSeconds?: number;
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

/**
 * Calls AWS under a role. The answer is boto3's view of it: dates as ISO 8601 text, blobs as text, `ResponseMetadata` included.
 * Throws AwsError for what the API refused; any other error is a fault on the way.
 */
export interface AwsApi {
  call(call: AwsCall): Promise<JsonObject>;
}
