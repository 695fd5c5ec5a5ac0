import { AwsError, AwsUnreachable, AwsUnusable, isOfAws } from '../aws-api.ts';

interface Refusal {
  name: string;
  message: string;
  /** The code on the wire, where the SDK's name of the error is another (`DBInstanceNotFound`). */
  Code?: unknown;
  Error?: { Code?: unknown };
  /** Of an error of the system: `ECONNREFUSED`. */
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

const noCredentials =
  'There are no AWS credentials. Give the server some: AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

/** What the SDK threw, as the port tells it: what the API refused is AwsError, the rest AwsUnreachable or AwsUnusable. */
export function portError(error: unknown, { service, operation }: { service: string; operation: string }): Error {
  if (isOfAws(error)) return error;
  const refusal = error as Refusal;
  const status = refusal.$metadata?.httpStatusCode;
  if (status !== undefined) return new AwsError({ code: codeOf(refusal), message: refusal.message, operation, status });
  if (/Credential|TokenProvider/.test(refusal.name)) return new AwsUnusable(noCredentials, { cause: error });
  const why = refusal.code ?? refusal.message;
  return new AwsUnreachable(`${service} could not be reached for ${operation}: ${why}`, { cause: error });
}

const codeOf = ({ name, Code, Error: inner }: Refusal): string =>
  [Code, inner?.Code].find((code) => typeof code === 'string' && code !== '')?.toString() ?? name;

/** Waits for an answer up to the limit, whatever it is that hangs. */
export async function withinLimit<Answer>(
  answer: Promise<Answer>,
  signal: AbortSignal,
  words: string,
): Promise<Answer> {
  let stop = () => {};
  const limit = new Promise<never>((_, reject) => {
    stop = () => reject(new AwsUnreachable(words));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
