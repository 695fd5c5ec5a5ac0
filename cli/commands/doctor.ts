import { Entry } from '../entry.ts';
import { withOutput } from '../output.ts';
import { withData, withProfile } from './session-settings.ts';

/** quaymaster doctor. */
export const doctor = (): Entry =>
  withProfile(
    withData(
      withOutput(
        new Entry('doctor').description('what is wrong here, or with a deployment, and what to do about it'),
        'text',
      ),
      "the server's folder",
    ).setting('--port <n>', 'the port it would listen at', (one) => one.default('4500').from('QUAYMASTER_PORT')),
  )
    .setting(
      '--stage <name>',
      'the deployment of that name in your AWS account, as its administrator, whom your AWS credentials must let you ask for; it runs a small runbook there',
    )
    .example('quaymaster doctor', 'this machine, and its server where one runs')
    .example('quaymaster doctor --output json', 'the same for a program: check, state (ok, note, bad), message, advice')
    .example('quaymaster doctor --stage dev', 'a deployment in your AWS account')
    .notes('What is only noted keeps nobody from working.')
    .exits({ 0: 'nothing is bad', 1: 'something is' })
    .does(async () => (await import('../doctor.ts')).doctor);
