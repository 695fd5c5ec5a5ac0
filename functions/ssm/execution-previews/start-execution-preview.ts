import type {
  AutomationExecutionInputs,
  StartExecutionPreviewRequest,
  StartExecutionPreviewResponse,
} from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import { ApiError } from '../../api/error.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { readRunbook } from '../documents/content.ts';
import { contentOf, findDocument, type FoundDocument } from '../documents/record.ts';
import type { Runbook } from '../documents/runbook.ts';
import { invalidPreview } from '../errors.ts';
import { startParameters } from '../expressions/parameters.ts';
import { stepPreviews } from './impact.ts';
import { reachOf } from './reach.ts';
import { type PreviewRecord, previewItem } from './record.ts';

/**
 * Tells what a runbook would do if it were started; it is known at once and kept for a day. Throws ValidationException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartExecutionPreview.html
 */
export async function startExecutionPreview(
  input: StartExecutionPreviewRequest,
  { store, clock, ids }: Pick<Ports, 'store' | 'clock' | 'ids'>,
  caller: Caller,
): Promise<StartExecutionPreviewResponse> {
  const inputs = input.ExecutionInputs?.Automation ?? {};
  const found = await requireRunbook(store, input, caller);
  const runbook = readRunbook(await contentOf(store, found), found.version.format);
  checkParameters(runbook, inputs);
  const reach = reachOf(inputs, caller);
  const record: PreviewRecord = {
    id: ids.uuid(),
    account: caller.account,
    endTime: clock.now(),
    ...(typeof reach === 'string'
      ? { status: 'Failed', message: reach }
      : {
          status: 'Success',
          preview: {
            StepPreviews: stepPreviews(runbook.mainSteps),
            Regions: reach.regions,
            TargetPreviews: targetPreviews(reach.targets, found.version.targetType),
            TotalAccounts: reach.accounts,
          },
        }),
  };
  await store.write([{ put: previewItem(record), expect: 0 }]);
  return { ExecutionPreviewId: record.id };
}

async function requireRunbook(
  store: Store,
  { DocumentName: Name = '', DocumentVersion }: StartExecutionPreviewRequest,
  caller: Caller,
): Promise<FoundDocument> {
  const found = await findDocument(store, { Name, DocumentVersion }, caller);
  if (found === 'no document') throw invalidPreview(`Document ${Name} does not exist.`);
  if (found === 'no version') throw invalidPreview(`Document ${Name} has no version ${DocumentVersion}.`);
  const { documentType } = found.document.value;
  if (documentType !== 'Automation')
    throw invalidPreview(`Document ${Name} is of type ${documentType}, not Automation.`);
  return found;
}

/** Refuses parameters that a start would refuse, but for those that are not given yet. */
function checkParameters(runbook: Runbook, { Parameters: given = {} }: AutomationExecutionInputs): void {
  const definitions = Object.entries(runbook.parameters).filter(([name]) => Object.hasOwn(given, name));
  try {
    startParameters(Object.fromEntries(definitions), given);
  } catch (error) {
    throw error instanceof ApiError ? invalidPreview(error.message) : error;
  }
}

const targetPreviews = (count: number | undefined, targetType: string | undefined) =>
  count === undefined ? [] : [{ Count: count, ...(targetType && { TargetType: targetType.replace(/^\//, '') }) }];
