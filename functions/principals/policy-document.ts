import { malformedPolicyDocument, policyTooLong } from './errors.ts';

/** IAM's quota for a managed policy, in characters that are not white space. */
const sizeLimit = 6144;

/** Reads an IAM identity policy and refuses one that IAM would refuse. */
export async function readPolicyDocument(text: string): Promise<object> {
  if (text.replace(/\s/g, '').length > sizeLimit) throw policyTooLong(sizeLimit);
  const policy = parse(text);
  if (typeof policy !== 'object' || policy === null) throw malformedPolicyDocument('Syntax errors in policy.');
  const { validateIdentityPolicy } = await import('@cloud-copilot/iam-policy');
  const [error] = validateIdentityPolicy(policy);
  if (error) throw malformedPolicyDocument(`Syntax errors in policy. ${error.path}: ${error.message}`);
  return policy;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedPolicyDocument('This policy contains invalid Json');
  }
}
