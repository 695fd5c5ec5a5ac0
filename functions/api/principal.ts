/** Who may call: an access key with its secret, and the identity policies (parsed JSON, known to be well-formed). It never changes. */
export interface Principal {
  name: string;
  arn: string;
  accessKeyId: string;
  secretAccessKey: string;
  policies: object[];
  /** The names of the groups it is in, which approvals may ask for. */
  groups?: string[];
}

/** Finds the principal of an access key; the same object as long as it is the same principal, so that callers may keep notes by it. */
export interface Principals {
  find(accessKeyId: string): Promise<Principal | undefined>;
}
