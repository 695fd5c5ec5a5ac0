import { Entry } from '../entry.ts';
import { withOutput } from '../output.ts';

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

/** quaymaster proton. */
export const proton = (): Entry =>
  new Entry('proton')
    .description("Proton's template bundles, environments and services")
    .example('quaymaster proton validate BUNDLE', 'whether it would be registered')
    .with(validate(), render());
