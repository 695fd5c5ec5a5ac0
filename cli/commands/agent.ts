import { Entry } from '../entry.ts';
import { withData, withProfile } from './session-settings.ts';

const places = (entry: Entry) =>
  entry
    .setting('--root <dir>', 'where apps are deployed', (one) => one.default('/srv/www'))
    .setting('--state <dir>', 'where the agent keeps what it must not forget (ROOT/.quaymaster-agent unless told)')
    .setting('--token-file <file>', "the node's token (STATE/token unless told)", (one) =>
      one.from('QUAYMASTER_NODE_TOKEN_FILE'),
    )
    .setting('--user <name>', 'whose rights commands have, for an agent that is root')
    .setting('--ca <file>', "who vouches for the server's certificate, PEM", (one) => one.from('QUAYMASTER_CA'));

/** quaymaster agent. */
export const agent = (): Entry =>
  withData(
    withProfile(
      places(
        new Entry('agent')
          .description("runs the server's commands on this machine")
          .setting('--stack <stack>', 'registers this machine as an instance of an OpsWorks stack')
          .setting('--server-id <id>', "runs a server's software deployments (Heat), and commands sent to it")
          .setting(
            '--server <url>',
            'the server (AWS_ENDPOINT_URL, or what the data folder says, unless told)',
            (one) => one.from('QUAYMASTER_URL'),
          )
          .setting('--hostname <name>', "the instance's host name in its stack (this machine's unless told)")
          .setting('--project <name>', "the server's project (that of OS_ENDPOINT, else 000000000000)"),
      ),
    ),
    "the server's folder, with the keys to register with",
  )
    .example('quaymaster agent --stack STACK', 'an instance of a stack')
    .example('quaymaster agent --server-id ID', 'a server of Heat')
    .example('quaymaster agent --token-file FILE', 'the commands of a node (quaymaster node create)')
    .notes(
      'It goes on until a signal ends it; what runs then goes on, and the next start takes it up. docs/agent.md tells all.',
    )
    .exits({ 0: 'ended by a signal' })
    .does(async () => (await import('../agent.ts')).agent);
