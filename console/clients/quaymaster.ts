import { unlessSignedOut } from './client.ts';
import { signedFetch } from './signed-fetch.ts';

/** One call of an API of Quaymaster's own, by its target: `QuaymasterProton.PreviewEnvironment` say. Throws in the server's words. */
export async function callOwn<Output>(target: string, input: object): Promise<Output> {
  const answer = await signedFetch('/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as Output & { __type?: string; message?: string; Message?: string };
  if (answer.ok) return body;
  const error = new Error(body.message ?? body.Message ?? `The server answered ${answer.status}`);
  error.name = body.__type?.split('#').at(-1) ?? error.name;
  return unlessSignedOut(error);
}
