import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { decide } from '../../api/iam/decide.ts';
import { requestContext } from '../../api/iam/request-context.ts';
import type { Principal } from '../../api/principal.ts';
import type { Role } from '../contract.ts';

/** Who calls Heat, Keystone or Swift. */
export interface Identity {
  id: string;
  name: string;
  /** For the log. */
  arn: string;
  /** The one project it may act in; absent for every one it has a role in. */
  project?: string;
  /** The one server it works for: of deployments it sees those of this server only. */
  server?: string;
  rolesIn: (project: string) => ReadonlySet<Role>;
}

/** Where the roles of principals are asked about. */
export interface Place {
  region: string;
  /** Twelve digits. */
  account: string;
  now: number;
  event: APIGatewayProxyEventV2;
}

const roles: Role[] = ['reader', 'member', 'heat_stack_user', 'admin'];

/** The resource by which IAM policies know a project; its actions are `heat:reader`, `heat:member`, `heat:admin` and `heat:heat_stack_user`. */
export const projectArn = ({ region, account }: Pick<Place, 'region' | 'account'>, project: string): string =>
  `arn:aws:heat:${region}:${account}:project/${project}`;

/** A principal as an identity: it has the roles that its policies allow it. */
export function principalIdentity(principal: Principal, place: Place): Identity {
  const { arn, name } = principal;
  const caller = { arn, name, account: place.account, region: place.region };
  const context = () => requestContext({ event: place.event, caller, input: {}, now: place.now });
  const known = new Map<string, ReadonlySet<Role>>();
  const rolesIn = (project: string): ReadonlySet<Role> => {
    const resource = projectArn(place, project);
    const has = (role: Role) => decide(principal, { action: `heat:${role}`, resource, context }) === 'Allowed';
    const found = known.get(project) ?? new Set(roles.filter(has));
    known.set(project, found);
    return found;
  };
  return { id: principal.accessKeyId, name, arn, rolesIn };
}

const stackUser: ReadonlySet<Role> = new Set(['heat_stack_user']);
const none: ReadonlySet<Role> = new Set();

/** A machine: in its project it has the role that Heat gives to machines. */
export const serverIdentity = (server: string, project: string): Identity => ({
  id: server,
  name: server,
  arn: `server:${server}`,
  project,
  server,
  rolesIn: (asked) => (asked === project ? stackUser : none),
});
