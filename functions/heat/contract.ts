import contract from '../../contracts/heat.json' with { type: 'json' };

/** A role of OpenStack's; who may change may read, an administrator both. */
export type Role = 'reader' | 'member' | 'heat_stack_user' | 'admin';

/** One route: `allows` names the roles of which the caller needs one, or says that the URL's signature is what counts. */
export interface Operation {
  method: string;
  /** Segments in braces are parameters. */
  path: string;
  allows: Role[] | 'signature';
  /** Of an answer without an error. */
  status: number;
  query?: string[];
  /** Names of types. */
  input?: string;
  output?: string;
  /** The types of errors it may answer with. */
  errors: string[];
}

/** Heat's API as data, in a form of our own: Heat publishes none. Source: https://docs.openstack.org/api-ref/orchestration/v1/ */
export interface HeatContract {
  service: string;
  operations: Record<string, Operation>;
  /** The members of bodies; whatever else a body has is ignored. */
  types: Record<string, Record<string, string>>;
  transports: string[];
  /** HTTP statuses by type of error. */
  errors: Record<string, number>;
}

/** The contract of this room. */
export const heatContract = contract as HeatContract;
