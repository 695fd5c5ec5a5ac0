import type { Caller } from '../../api/action.ts';
import { isEnhanced, type Seat, seatsIn } from '../steps/enhanced-approvals.ts';
import { approversOf } from '../steps/approve.ts';
import type { Decision, StepRecord } from './record.ts';

/**
 * The principal a caller decides a step as, or undefined. Approvers are user names, user ARNs, role ARNs or assumed-role ARNs:
 * a listed role is one approver whatever its session is called, a listed session is one of its own.
 */
export function approverFor({ inputs, ...step }: StepRecord, caller: Caller): string | undefined {
  if (!isEnhanced(inputs)) return approverAmong(approversOf({ inputs, ...step }), caller);
  const taken = seatsIn(inputs).filter((seat) => isSeatOf(seat, caller));
  const role = taken.length > 0 && taken.every(({ type }) => type === 'IamRole') ? taken[0] : undefined;
  return role ? roleArn(role.approver, caller) : taken.length > 0 ? caller.arn : undefined;
}

/** Which lines of a change template's approvers a caller's decision counts for, by their places; nothing of other steps. */
export function seatsOf({ inputs }: StepRecord, caller: Caller): Pick<Decision, 'seats'> {
  if (!isEnhanced(inputs)) return {};
  return { seats: seatsIn(inputs).flatMap((seat, place) => (isSeatOf(seat, caller) ? [place] : [])) };
}

/** Whether every line of a change template's approvers has its approvals. */
export const areSeatsTaken = ({ inputs, decisions = [] }: StepRecord): boolean =>
  seatsIn(inputs).every(({ required }, place) => {
    const approvals = decisions.filter(({ status, seats = [] }) => status === 'Approved' && seats.includes(place));
    return approvals.length >= required;
  });

function isSeatOf({ type, approver }: Seat, caller: Caller): boolean {
  if (type === 'IamGroup') return (caller.groups ?? []).some((group) => isGroup(approver, group, caller));
  if (type === 'IamRole') return approverAmong([roleArn(approver, caller)], caller) !== undefined;
  return roleOf(caller) === undefined && approverAmong([approver], caller) !== undefined;
}

/** A group by its name, or by its ARN with or without a path. */
function isGroup(approver: string, group: string, { account }: Caller): boolean {
  const [, of, path = ''] = /^arn:[^:]+:iam::(\d+):group\/(.+)$/.exec(approver) ?? [];
  return of === undefined ? approver === group : of === account && path.split('/').at(-1) === group;
}

const roleArn = (role: string, { account }: Caller): string =>
  role.startsWith('arn:') ? role : `arn:aws:iam::${account}:role/${role}`;

function approverAmong(approvers: string[], caller: Caller): string | undefined {
  const role = roleOf(caller);
  if (approvers.includes(caller.arn)) return caller.arn;
  if (!role) return approvers.includes(caller.name) ? caller.arn : undefined;
  return approvers.find((approver) => isRole(approver, role));
}

/** The role behind `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
function roleOf({ arn }: Caller): { account: string; name: string } | undefined {
  const [, account = '', name = ''] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return name ? { account, name } : undefined;
}

/** Whether a role ARN, with or without a path, is that of the role. */
function isRole(approver: string, { account, name }: { account: string; name: string }): boolean {
  const [, of, path = ''] = /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(approver) ?? [];
  return of === account && path.split('/').at(-1) === name;
}
