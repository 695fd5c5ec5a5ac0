import { Entry } from '../entry.ts';
import { withData } from './session-settings.ts';

const server = () =>
  withData(
    new Entry('start')
      .description('starts the server')
      .setting('--port <n>', 'port to listen at, 0 for any free one', (one) =>
        one.default('4500').from('QUAYMASTER_PORT'),
      ),
    'folder for everything it keeps',
  )
    .setting('--host <address>', 'address to listen at', (one) => one.default('127.0.0.1').from('QUAYMASTER_HOST'))
    .setting('--tls-cert <file>', 'certificate chain, PEM', (one) => one.from('QUAYMASTER_TLS_CERT'))
    .setting('--tls-key <file>', 'its private key, PEM', (one) => one.from('QUAYMASTER_TLS_KEY'))
    .setting('--insecure', 'allow an address others can reach without TLS')
    .setting('--region <name>', 'the region it says it is in', (one) =>
      one.default('us-east-1').from('QUAYMASTER_REGION'),
    );

/** quaymaster start. */
export const start = (): Entry =>
  server()
    .setting(
      '--concurrent-automations <n>',
      'automations at once, more wait as Pending (no limit unless told)',
      (one) => one.from('QUAYMASTER_CONCURRENT_AUTOMATIONS'),
    )
    .setting('--queued-automations <n>', 'Pending ones, 5000 unless told; more are refused', (one) =>
      one.from('QUAYMASTER_QUEUED_AUTOMATIONS'),
    )
    .setting('--public-url <url>', 'where machines reach the server, the address a client used unless told', (one) =>
      one.from('QUAYMASTER_PUBLIC_URL'),
    )
    .setting('--heat-flavour <flavour>', 'whose times: those of RTS have no Z', (one) =>
      one.choices(['heat', 'rts']).from('QUAYMASTER_HEAT_FLAVOUR'),
    )
    .setting('--provision-with-aws', "Proton's stacks are CloudFormation's, not simulated", (one) =>
      one.from('QUAYMASTER_PROVISION_WITH_AWS'),
    )
    .setting('--log-level <level>', 'what it logs', (one) =>
      one.choices(['debug', 'info', 'warn', 'error']).default('warn').from('QUAYMASTER_LOG_LEVEL'),
    )
    .example('quaymaster start', 'on this machine, for this machine alone')
    .example('quaymaster start --port 0 --data /var/lib/quaymaster', 'any free port, another folder')
    .exits({ 0: 'ended by a signal', 1: 'not started; stderr tells why' })
    .does(async () => (await import('../start.ts')).start);
