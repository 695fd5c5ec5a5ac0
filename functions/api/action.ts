import type { Ports } from '../ports/ports.ts';

/** Who calls, after the signature was verified: `arn` is the principal's, `account` its twelve digits, `region` the scope it signed for. */
export interface Caller {
  arn: string;
  name: string;
  account: string;
  region: string;
  /** The names of the groups it is in. */
  groups?: readonly string[];
}

/**
 * One operation of an API: validated input, the ports it names and the caller in; the operation's output out.
 * `never` lets every action declare its own narrower input and ports.
 */
export type Action = (input: never, ports: Ports, caller: Caller) => Promise<object>;
