import type { GetHostnameSuggestionRequest, GetHostnameSuggestionResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { type InstanceRecord, suggestedHostname } from '../instances/record.ts';
import { allWithin, requireWithin } from '../stacks/within.ts';
import type { LayerRecord } from './record.ts';

/**
 * A host name for a new instance of a layer, in the theme Layer_Dependent: `web1`. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_GetHostnameSuggestion.html
 */
export async function getHostnameSuggestion(
  { LayerId }: GetHostnameSuggestionRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<GetHostnameSuggestionResult> {
  const { stack, found } = await requireWithin<LayerRecord>(store, 'layer', LayerId);
  const instances = await allWithin<InstanceRecord>(store, 'instance', stack.value.id);
  return { LayerId: found.value.id, Hostname: suggestedHostname(found.value.settings.Shortname ?? '', instances) };
}
