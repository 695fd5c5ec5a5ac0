import type { Attachment, Goal } from '../deployments/record.ts';

/** Where a deployment of a component leads: a source of its own, of no template, attached to an instance or to none. */
export const componentGoal = (
  specId: string,
  engine: 'cloudformation' | 'terraform',
  attachedTo: Attachment | undefined,
): Goal => ({
  templateName: '',
  major: 0,
  minor: 0,
  versionId: specId,
  engine,
  specId,
  ...(attachedTo && { attachedTo }),
});
