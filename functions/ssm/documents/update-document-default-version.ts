import type { UpdateDocumentDefaultVersionRequest, UpdateDocumentDefaultVersionResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { asDefault, requireDocument } from './record.ts';

/**
 * Makes a version the one that is meant where a caller names none.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocumentDefaultVersion.html
 */
export async function updateDocumentDefaultVersion(
  input: UpdateDocumentDefaultVersionRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<UpdateDocumentDefaultVersionResult> {
  const { document, version } = await requireDocument(store, input, caller);
  const { value } = document;
  await store.write([
    { put: { ...document, value: { ...value, default: asDefault(version) } }, expect: document.version },
  ]);
  return {
    Description: {
      Name: value.name,
      DefaultVersion: String(version.version),
      DefaultVersionName: version.versionName,
    },
  };
}
