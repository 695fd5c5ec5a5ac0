import type { JsonObject } from '../../ports/json.ts';
import { textAt } from './answers.ts';
import { flagOf, given, requiredText, textOf } from './inputs.ts';
import { awaitImage, lookAtImage, verifyingImage } from './new-image.ts';
import { polledAction } from './polled-action.ts';
import { attemptToken, callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

/** aws:copyImage: copies an image from a region into the run's own and waits until the copy is available. */
export const copyImage = polledAction({
  phase: verifyingImage,

  async look(context, state) {
    if (state) return lookAtImage(context, requiredText(state, 'imageId'));
    const answer = await callAws(context, { service: 'ec2', operation: 'CopyImage', input: copyInput(context) });
    return awaitImage(textAt('$.ImageId', answer));
  },
});

function copyInput(context: StepContext): JsonObject {
  const { inputs } = context.record;
  return given({
    SourceImageId: requiredText(inputs, 'SourceImageId'),
    SourceRegion: requiredText(inputs, 'SourceRegion'),
    Name: requiredText(inputs, 'ImageName'),
    Description: textOf(inputs, 'ImageDescription'),
    Encrypted: flagOf(inputs, 'Encrypted'),
    KmsKeyId: textOf(inputs, 'KmsKeyId'),
    ClientToken: textOf(inputs, 'ClientToken') ?? attemptToken(context, 'ec2.CopyImage'),
  });
}
