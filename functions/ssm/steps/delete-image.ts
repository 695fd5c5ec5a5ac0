import type { JsonObject } from '../../ports/json.ts';
import { bracketed, isRefusal, mapsIn, textsAt } from './answers.ts';
import { requiredText, textsOf } from './inputs.ts';
import { type Look, polledAction, succeeded, unexpected } from './polled-action.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

const service = 'ec2';
const phase = 'deleting the image and its snapshots';

/** aws:deleteImage: deregisters an image and deletes its snapshots, which EC2 lets go some time later; an hour unless the step says otherwise. */
export const deleteImage = polledAction({
  phase,
  limit: 3_600_000,

  async look(context, state): Promise<Look> {
    const imageId = requiredText(context.record.inputs, 'ImageId');
    // Which snapshots it has cannot be asked once it is deregistered, so this is on record before that.
    if (!state) return describe(context, imageId);
    if (!state.isDeregistered) await deregister(context, imageId);
    const left = await deleteSnapshots(context, textsOf(state, 'snapshotIds') ?? []);
    return left.length ? remaining(left, { isDeregistered: true }) : succeeded();
  },
});

const remaining = (snapshotIds: string[], more: JsonObject = {}): Look => ({
  state: { snapshotIds, ...more },
  detail: `Snapshots: ${bracketed(snapshotIds)} are not deleted`,
});

async function describe(context: StepContext, imageId: string): Promise<Look> {
  const input = { ImageIds: [imageId] };
  const answer = await callAws(context, { service, operation: 'DescribeImages', input });
  const [image] = mapsIn(answer.Images);
  if (!image) return unexpected(phase, `Image ${imageId} does not exist`);
  return remaining([...new Set(textsAt('$..SnapshotId', image))]);
}

async function deregister(context: StepContext, ImageId: string): Promise<void> {
  try {
    await callAws(context, { service, operation: 'DeregisterImage', input: { ImageId } });
  } catch (error) {
    if (!isRefusal(error, 'InvalidAMIID.Unavailable', 'InvalidAMIID.NotFound')) throw error;
  }
}

/** Deletes them and answers with those that EC2 still holds in use. */
async function deleteSnapshots(context: StepContext, snapshotIds: string[]): Promise<string[]> {
  const left: string[] = [];
  for (const snapshotId of snapshotIds) if (!(await isDeleted(context, snapshotId))) left.push(snapshotId);
  return left;
}

async function isDeleted(context: StepContext, SnapshotId: string): Promise<boolean> {
  try {
    await callAws(context, { service, operation: 'DeleteSnapshot', input: { SnapshotId } });
    return true;
  } catch (error) {
    if (isRefusal(error, 'InvalidSnapshot.InUse')) return false;
    if (isRefusal(error, 'InvalidSnapshot.NotFound')) return true;
    throw error;
  }
}
