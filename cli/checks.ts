import { ApiError } from '../functions/api/error.ts';
import { type Call, healthOf, isDistrusted, Unreachable } from './client.ts';
import { type Check, Trouble } from './examine.ts';

const minute = 60_000;

/** Whether a server is there and well; where it is not, `advice` says what to do, and that may be fine. */
export const answersCheck = (url: string, advice: string, isMild = false): Check => ({
  name: 'server',
  isVital: true,
  look: async () => {
    const { isWell, status } = await healthOf(url).catch((error: unknown) => unreached(error, advice, isMild));
    if (!isWell) throw new Trouble(`${url}/health answers ${status}`, advice);
    return `answers at ${url}`;
  },
});

/** Whether its clock and this machine's agree: a signature is good for five minutes. */
export const clockCheck = (url: string, now: () => number = Date.now): Check => ({
  name: 'clock',
  look: async () => {
    const { time } = await healthOf(url).catch((error: unknown) => unreached(error, 'Try again.'));
    if (Number.isNaN(time)) return 'the server tells no time';
    const seconds = Math.round((now() - time) / 1000);
    const story = `this machine's is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the server's`;
    if (Math.abs(seconds) <= 60) return story;
    throw new Trouble(
      story,
      'Set the clock (timedatectl set-ntp true); beyond five minutes every signature is refused.',
      Math.abs(seconds) * 1000 < 4 * minute,
    );
  },
});

const remedies: Record<string, string> = {
  MissingAuthenticationTokenException:
    'Something between here and there drops the Authorization header. Is a proxy in the way? Else what stands before the door takes it away.',
  InvalidSignatureException:
    'The keys are not the ones of that access key, or something between here and there changes requests (host, path or body).',
  IncompleteSignatureException: 'Something between here and there changes the Authorization header.',
  UnrecognizedClientException:
    'The server does not know the access key. Take the keys of its own credentials file, or ask its administrator for new ones.',
  UnknownError: 'Something else answers in its place: a proxy, a gateway, or another program.',
};

/** Whether a signed call comes back as Quaymaster's own answer. */
export const signedCheck = (call: Call, whom: string): Check => ({
  name: 'signed call',
  look: async () => {
    const answer = await call<{ DocumentIdentifiers?: unknown }>('AmazonSSM.ListDocuments', { MaxResults: 1 }).catch(
      refused,
    );
    if (!answer.DocumentIdentifiers)
      throw new Trouble('the answer is no list of documents', remedies.UnknownError ?? '');
    return `comes back as ${whom}'s`;
  },
});

function refused(error: unknown): never {
  if (error instanceof Unreachable) throw new Trouble(error.message, remedies.UnknownError ?? '');
  if (!(error instanceof ApiError)) throw error;
  const isStranger = error.code === 'AccessDeniedException';
  const advice = isStranger
    ? 'The signature is good; the policy of these keys only does not allow ssm:ListDocuments.'
    : (remedies[error.code] ?? 'The log of the server tells more.');
  throw new Trouble(`${error.code}: ${error.message}`, advice, isStranger);
}

function unreached(error: unknown, advice: string, isMild = false): never {
  if (!(error instanceof Unreachable)) throw error;
  if (!isDistrusted(error)) throw new Trouble(error.message, advice, isMild);
  throw new Trouble(
    error.message,
    "export NODE_EXTRA_CA_CERTS=FILE, for AWS's clients AWS_CA_BUNDLE=FILE: the certificate that it was started with.",
  );
}
