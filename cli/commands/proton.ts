import { Entry } from '../entry.ts';
import { withOutput } from '../output.ts';
import { withLimit } from './executions.ts';
import { withAnswer, withSessionSettings } from './session-settings.ts';

const exits = { 0: 'no problems', 1: 'problems' };
const problems = 'A BUNDLE is a folder or a .tar.gz. Every problem is a line FILE:LINE:COLUMN: MESSAGE.';

const validate = () =>
  withOutput(
    new Entry('validate')
      .description('checks template bundles as their registration does, without a server, and tells all that is wrong')
      .argument('<bundle...>', 'template bundles')
      .setting('--spec <file>', 'a spec for the bundle: proton: EnvironmentSpec or ServiceSpec'),
    'text',
  )
    .example('quaymaster proton validate examples/proton/network', 'a bundle')
    .notes(problems)
    .exits(exits)
    .does(async () => (await import('../proton/validate.ts')).validate);

const render = () =>
  withOutput(
    new Entry('render')
      .description('shows the files that a deployment with a spec would make real, without a server')
      .argument('<bundle>', 'a template bundle')
      .setting('--spec <file>', 'proton: EnvironmentSpec or ServiceSpec', (one) => one.needed())
      .setting(
        '--variables <file>',
        'YAML or JSON that is laid over the variables of the spec: environment: {outputs: {VPC: vpc-1}}',
      )
      .setting('--name <name>', 'of the environment or service (as the bundle unless told)')
      .setting('--out <dir>', 'writes the files there instead of showing them'),
    'text',
  )
    .example('quaymaster proton render BUNDLE --spec FILE', 'before it is uploaded')
    .notes(problems)
    .exits(exits)
    .does(async () => (await import('../proton/render.ts')).render);

const list = () =>
  withAnswer(
    new Entry('list')
      .description('the fleet: environments, what runs in them, and what is behind its template')
      .setting('--environment <name>', 'only what is in that one')
      .setting('--behind', 'only what is behind the recommended version of its template'),
  )
    .example('quaymaster proton list --behind', 'what is to be updated')
    .does(async () => (await import('../proton/fleet.ts')).listFleet);

const withNames = (entry: Entry) =>
  withSessionSettings(
    entry
      .setting('--environment <name>', 'of that environment, and of what is in it')
      .setting('--service <name>', 'of that service')
      .setting('--instance <name>', 'of that instance of the service'),
  );

const deployments = () =>
  new Entry('deployments')
    .description('deployments of environments, services and pipelines: list, show')
    .example('quaymaster proton deployments list', 'the newest first')
    .with(
      withNames(withOutput(withLimit(new Entry('list').description('deployments, the newest first'))))
        .example('quaymaster proton deployments list --environment beta', 'of one environment')
        .does(async () => (await import('../proton/deployments.ts')).listDeployments),
      withNames(
        withOutput(new Entry('show').description('what it was to make, and why it failed').argument('<id>'), 'text'),
      )
        .example('quaymaster proton deployments show ID', 'one of them')
        .does(async () => (await import('../proton/deployments.ts')).showDeployment),
    );

const plan = () =>
  withAnswer(
    new Entry('plan')
      .description('what an update would change, in rendered text and in resources; nothing is deployed')
      .argument('<name>', 'an environment, SERVICE/INSTANCE, SERVICE/pipeline, service/SERVICE or an ARN')
      .setting('--spec <file>', 'the spec it would have; the one it has unless told')
      .setting('--template-version <version>', 'the version it would have, MAJOR or MAJOR.MINOR'),
    'text',
  )
    .example('quaymaster proton plan beta --spec spec.yaml', 'another spec for an environment')
    .example('quaymaster proton plan shop/prod --template-version 1.2', 'another version for a service instance')
    .notes(
      "An update that failed in between is no part of what was deployed last; CloudFormation's own drift is not looked at.",
    )
    .does(async () => (await import('../proton/plan.ts')).plan);

const rollback = () =>
  withAnswer(
    new Entry('rollback')
      .description('deploys again what an earlier deployment made, its spec and its template version')
      .argument('<name>', 'an environment, SERVICE/INSTANCE, SERVICE/pipeline or an ARN')
      .setting('--to <deployment>', 'which; else after a failure the last success, after a success the one before'),
    'text',
  )
    .example('quaymaster proton rollback shop/prod', 'to what was there before')
    .does(async () => (await import('../proton/rollback.ts')).rollback);

/** quaymaster proton. */
export const proton = (): Entry =>
  new Entry('proton')
    .description("Proton's template bundles, environments and services")
    .example('quaymaster proton validate BUNDLE', 'whether it would be registered')
    .with(list(), deployments(), plan(), rollback(), validate(), render());
