import { bracketed, mapsIn, textAt } from './answers.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

/** How an instance stands; `isOk` once both its system and its own checks pass. */
export interface InstanceStatus {
  id: string;
  state: string;
  isOk: boolean;
}

const mostIds = 100;

/** The statuses of instances, running or not, in the order asked; what EC2 does not know yet is missing. */
export async function instanceStatuses(context: StepContext, ids: readonly string[]): Promise<InstanceStatus[]> {
  const found = new Map<string, InstanceStatus>();
  for (let from = 0; from < ids.length; from += mostIds) {
    const input = { InstanceIds: ids.slice(from, from + mostIds), IncludeAllInstances: true };
    const answer = await callAws(context, { service: 'ec2', operation: 'DescribeInstanceStatus', input });
    for (const status of mapsIn(answer.InstanceStatuses)) {
      const checks = [textAt('$.InstanceStatus.Status', status), textAt('$.SystemStatus.Status', status)];
      const id = textAt('$.InstanceId', status);
      found.set(id, {
        id,
        state: textAt('$.InstanceState.Name', status),
        isOk: checks.every((check) => check === 'ok'),
      });
    }
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Whether all of them are there and fulfil a wish. */
export const areAll = (
  statuses: InstanceStatus[],
  ids: readonly string[],
  wish: (status: InstanceStatus) => boolean,
): boolean => statuses.length === ids.length && statuses.every(wish);

/** How a failure tells of an instance that went another way. */
export const strayed = ({ id, state }: InstanceStatus): string => `Instance ${id} entered unexpected state: ${state}`;

/** Which of the instances do not fulfil a wish yet, for a message. */
export const lagging = (
  statuses: InstanceStatus[],
  ids: readonly string[],
  wish: (status: InstanceStatus) => boolean,
): string => bracketed(ids.filter((id) => !statuses.some((status) => status.id === id && wish(status))));
