/** Who may call, with the identity policies (parsed JSON, known to be well-formed). It never changes. */
export interface Identity {
  name: string;
  arn: string;
  policies: object[];
  /** The names of the groups it is in, which approvals may ask for. */
  groups?: string[];
}

/** One that signs with an access key of ours. */
export interface Principal extends Identity {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Finds what stands here of an IAM identity, a user or a session of a role, by its ARN. */
export interface Identities {
  find(arn: string): Promise<Identity | undefined>;
}

/** Finds the principal of an access key; the same object as long as it is the same principal, so that callers may keep notes by it. */
export interface Principals {
  find(accessKeyId: string): Promise<Principal | undefined>;
}
