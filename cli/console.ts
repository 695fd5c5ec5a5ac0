import { calling } from './calling.ts';
import { consoleLinkAt } from './client.ts';
import { type Body, CommandFailure } from './command.ts';
import { isLoopbackUrl } from './loopback.ts';

/** quaymaster console: a link that signs in, once, whoever's keys ask for it. It opens nothing: a program's arguments are for everybody to read. */
export const consoleLink: Body = (given) =>
  calling(
    given,
    async ({ endpoint }) => {
      const url = endpoint.url.replace(/\/+$/, '');
      if (!isLoopbackUrl(url))
        throw new CommandFailure(
          `links sign in on the machine of the server only; sign in with an access key: ${url}/console/`,
        );
      console.log(`${url}${await consoleLinkAt(endpoint)}`);
      console.error('Open it on this machine within ten minutes: it signs you in once.');
      return 0;
    },
    { mustRun: true },
  );
