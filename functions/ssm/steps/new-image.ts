import { isRefusal, mapsIn, maybeUnseen, textAt } from './answers.ts';
import { type Look, succeeded, unexpected } from './polled-action.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

/** What a step does that waits for an image it made. */
export const verifyingImage = 'verifying the image is available';

const onTheWay = ['pending', 'transient', ''];

/** An image that was just asked for. */
export const awaitImage = (imageId: string): Look => ({
  state: { imageId },
  detail: `Image ${imageId} is not available`,
});

/** Looks once whether a new image is available. */
export async function lookAtImage(context: StepContext, imageId: string): Promise<Look> {
  const { state, reason } = await imageOf(context, imageId);
  const outputs = { ImageId: imageId, ImageState: state };
  if (state === 'available') return succeeded(outputs);
  if (onTheWay.includes(state) && (state !== '' || maybeUnseen(context))) return awaitImage(imageId);
  const detail = `Image ${imageId} entered unexpected state: ${state || 'unknown'}`;
  return unexpected(verifyingImage, reason ? `${detail}: ${reason}` : detail, outputs);
}

async function imageOf(context: StepContext, imageId: string): Promise<{ state: string; reason: string }> {
  try {
    const input = { ImageIds: [imageId] };
    const answer = await callAws(context, { service: 'ec2', operation: 'DescribeImages', input });
    const [image = {}] = mapsIn(answer.Images);
    return { state: textAt('$.State', image), reason: textAt('$.StateReason.Message', image) };
  } catch (error) {
    if (isRefusal(error, 'InvalidAMIID.NotFound') && maybeUnseen(context)) return { state: '', reason: '' };
    throw error;
  }
}
