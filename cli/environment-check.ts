import { dataPaths } from '../local/data-folder.ts';
import { type Check, Trouble } from './examine.ts';

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url);

/** Whether AWS's clients in this shell come to the folder's server, and as whom its credentials file says. */
export const environmentCheck = (data: string, url: string, { env } = process): Check => ({
  name: 'environment',
  look: () => {
    const named = env.AWS_ENDPOINT_URL_SSM || env.AWS_ENDPOINT_URL;
    const advice = `In a shell that is to: . ${dataPaths(data).env}`;
    if (!named)
      throw new Trouble("AWS's clients in this shell do not come here: AWS_ENDPOINT_URL is not set", advice, true);
    if (originOf(named) !== originOf(url))
      throw new Trouble(
        `AWS's clients in this shell go to ${named}, and the server of this folder is ${url}`,
        advice,
        true,
      );
    if (env.AWS_ACCESS_KEY_ID)
      throw new Trouble(
        'AWS_ACCESS_KEY_ID is set, which clients take before any profile',
        'unset AWS_ACCESS_KEY_ID',
        true,
      );
    return "AWS's clients in this shell come here";
  },
});
