import type { JsonObject } from '../../ports/json.ts';
import { isRefusal, mapsIn, textAt } from './answers.ts';
import { flagOf, given, mapsOf, requiredText, textOf } from './inputs.ts';
import { awaitImage, lookAtImage, verifyingImage } from './new-image.ts';
import { polledAction } from './polled-action.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

const service = 'ec2';

/** aws:createImage: makes an image of an instance and waits until it is available. */
export const createImage = polledAction({
  phase: verifyingImage,
  look: async (context, state) =>
    state ? lookAtImage(context, requiredText(state, 'imageId')) : awaitImage(await create(context)),
});

async function create(context: StepContext): Promise<string> {
  const input = imageInput(context);
  try {
    return textAt('$.ImageId', await callAws(context, { service, operation: 'CreateImage', input }));
  } catch (error) {
    const own = isRefusal(error, 'InvalidAMIName.Duplicate') ? await ownFormer(context, input) : undefined;
    if (own === undefined) throw error;
    return own;
  }
}

function imageInput({ record: { inputs } }: StepContext): JsonObject {
  return given({
    InstanceId: requiredText(inputs, 'InstanceId'),
    Name: requiredText(inputs, 'ImageName'),
    Description: textOf(inputs, 'ImageDescription'),
    NoReboot: flagOf(inputs, 'NoReboot'),
    BlockDeviceMappings: mapsOf(inputs, 'BlockDeviceMappings'),
  });
}

// Of two clocks.
const skew = 5_000;

/** The image this very attempt made before it was interrupted: CreateImage takes no idempotency token, but refuses the name a second time. */
async function ownFormer(
  context: StepContext,
  { Name = '', InstanceId = '' }: JsonObject,
): Promise<string | undefined> {
  const input = { Owners: ['self'], Filters: [{ Name: 'name', Values: [Name] }] };
  const answer = await callAws(context, { service, operation: 'DescribeImages', input });
  const own = mapsIn(answer.Images).find(
    (image) =>
      Date.parse(textAt('$.CreationDate', image)) >= context.record.attemptTime - skew &&
      (image.SourceInstanceId ?? InstanceId) === InstanceId,
  );
  return own && textAt('$.ImageId', own);
}
