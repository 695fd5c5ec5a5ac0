import type { Place } from './record.ts';

/** A document as a caller names it, and where it belongs: `account` is empty for a document of AWS's own. */
export interface DocumentName extends Place {
  name: string;
  /** The version that the ARN of an automation-definition names. */
  version?: string;
}

const RESERVED = /^(?:aws|amazon|amzn|awsec2|awsconfigremediation|awssupport)-/i;
const ARN = /^arn:aws[\w-]*:ssm:([^:]*):([^:]*):(?:document\/([^:]+)|automation-definition\/([^:]+)(?::(\$?\w+))?)$/;

/** Whether only AWS gives documents such a name. */
export const isReserved = (name: string): boolean => RESERVED.test(name);

/**
 * Reads a name, the ARN of a document or the ARN of an automation-definition; a plain name is of this place unless it is reserved.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export function documentNamed(text: string, { account, region }: Place): DocumentName {
  if (!text.startsWith('arn:')) return { name: text, region, account: isReserved(text) ? '' : account };
  const [, place, owner = '', document, definition, version] = ARN.exec(text) ?? [];
  const name = document ?? definition;
  if (name === undefined) return { name: text, region, account };
  const of = /^\d{12}$/.test(owner) ? owner : '';
  return { name, region: place || region, account: of, ...(version !== undefined && { version }) };
}
