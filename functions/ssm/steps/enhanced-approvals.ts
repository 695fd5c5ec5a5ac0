import type { JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';
import { countOf, InvalidInput, mapOf, requiredMaps, requiredText, wordOf } from './inputs.ts';

/** One line of the approvers of a change template: a user, a role, or a group of which so many must approve. */
export interface Seat {
  approver: string;
  type: 'IamUser' | 'IamGroup' | 'IamRole';
  required: number;
}

const types = ['IamUser', 'IamGroup', 'IamRole'] as const;

/** Whether the inputs of an aws:approve step name its approvers as change templates do. */
export const isEnhanced = (inputs: JsonObject): boolean => inputs.EnhancedApprovals !== undefined;

/**
 * The approvers in the EnhancedApprovals of an aws:approve step. Throws InvalidInput.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-templates-custom-editor.html
 */
export function seatsIn(inputs: JsonObject): Seat[] {
  const approvals = mapOf(inputs, 'EnhancedApprovals');
  if (!isMap(approvals)) throw new InvalidInput('EnhancedApprovals must be a map');
  return requiredMaps(approvals, 'Approvers').map(seat);
}

function seat(written: JsonObject): Seat {
  const approver = requiredText(written, 'approver');
  const type = wordOf(written, 'type', types);
  if (!type) throw new InvalidInput(`type of approver ${approver} is required`);
  const required = countOf(written, 'minRequiredApprovals') ?? 1;
  if (type !== 'IamGroup' && required > 1)
    throw new InvalidInput(`minRequiredApprovals of ${approver} is ${required}, but ${type} approves once`);
  return { approver, type, required };
}
