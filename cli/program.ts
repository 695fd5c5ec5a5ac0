import { Entry } from './entry.ts';
import { approvals } from './commands/approvals.ts';
import { agent } from './commands/agent.ts';
import { completion } from './commands/completion.ts';
import { console } from './commands/console.ts';
import { deadLetters } from './commands/dead-letters.ts';
import { deployments } from './commands/deployments.ts';
import { doctor } from './commands/doctor.ts';
import { documents } from './commands/documents.ts';
import { env } from './commands/env.ts';
import { events } from './commands/events.ts';
import { executions } from './commands/executions.ts';
import { node } from './commands/node.ts';
import { principal } from './commands/principal.ts';
import { proton } from './commands/proton.ts';
import { run } from './commands/run.ts';
import { start } from './commands/start.ts';
import { test } from './commands/test.ts';
import { validate } from './commands/validate.ts';
import { wait } from './commands/wait.ts';
import manifest from '../package.json' with { type: 'json' };

/** All that can be typed. Only what is typed loads more than its words. */
export const program = (): Entry =>
  new Entry('quaymaster')
    .description(
      'runs deployment work behind the APIs of AWS SSM Automation, AWS Proton, AWS OpsWorks and OpenStack Heat',
    )
    .usage('COMMAND')
    .version(manifest.version, '-V, --version', 'tells its version')
    .helpCommand('help [command]', 'tells about a command')
    .commandsGroup('Server:')
    .with(start(), console(), env(), doctor(), completion())
    .commandsGroup('Runbooks:')
    .with(run(), executions(), approvals(), wait(), documents(), validate(), test())
    .commandsGroup('Deployments:')
    .with(proton(), deployments(), events(), deadLetters())
    .commandsGroup('People and machines:')
    .with(principal(), node(), agent());
