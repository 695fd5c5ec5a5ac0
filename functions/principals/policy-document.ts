import { policyProblem } from '../api/iam/policy.ts';
import { malformedPolicyDocument, policyTooLong } from './errors.ts';

/** IAM's quota for a managed policy, in characters that are not white space. */
const sizeLimit = 6144;

/** Refuses a text that IAM would refuse as an identity policy. Throws MalformedPolicyDocument, LimitExceeded. */
export function checkPolicyDocument(text: string): void {
  if (text.replace(/\s/g, '').length > sizeLimit) throw policyTooLong(sizeLimit);
  const problem = policyProblem(parse(text));
  if (problem !== undefined) throw malformedPolicyDocument(`Syntax errors in policy. ${problem}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedPolicyDocument('This policy contains invalid Json');
  }
}
