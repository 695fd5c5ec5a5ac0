import { Entry } from '../entry.ts';
import { withOutput } from '../output.ts';
import { withLimit } from './executions.ts';
import { withSessionSettings } from './session-settings.ts';

const withProject = (entry: Entry) =>
  withSessionSettings(
    entry.setting('--project <name>', "Heat's project", (one) => one.default('000000000000').from('OS_PROJECT_NAME')),
  );

const withId = (entry: Entry) =>
  entry.argument('<id>', 'of the deployment').example(`quaymaster deployments ${entry.name()} ID`, 'of either API');

const list = () =>
  withProject(
    withOutput(
      withLimit(
        new Entry('list')
          .description('deployments to machines, the newest first')
          .setting('--stack <stack>', 'of OpsWorks: only of that stack, by its name or id')
          .setting('--server <id>', 'of Heat: only of that server'),
      ),
    ),
  )
    .example('quaymaster deployments list --stack shop', 'of a stack')
    .does(async () => (await import('../deployments/list.ts')).listDeployments);

const show = () =>
  withProject(withOutput(withId(new Entry('show').description('how it went on each machine')))).does(
    async () => (await import('../deployments/show.ts')).showDeployment,
  );

const logs = () =>
  withProject(
    withId(new Entry('logs').description('what it wrote, machine by machine')).setting(
      '--machine <name>',
      'only there: a host name of OpsWorks',
    ),
  ).does(async () => (await import('../deployments/show.ts')).deploymentLogs);

/** quaymaster deployments. */
export const deployments = (): Entry =>
  new Entry('deployments')
    .description('deployments to machines, of OpsWorks and of Heat: list, show, logs')
    .example('quaymaster deployments list', 'what was deployed')
    .with(list(), show(), logs());
