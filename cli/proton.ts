import { type Arguments, type Command, outputHelp, outputOption, textOption, UsageError } from './command.ts';

const help = `quaymaster proton validate BUNDLE... [--spec FILE]   checks template bundles as their registration does, and tells all that is wrong
quaymaster proton render BUNDLE --spec FILE          shows the files that a deployment with this spec would make real

A BUNDLE is a folder or a .tar.gz. Neither needs a server.

  --spec FILE       a spec for the bundle: proton: EnvironmentSpec or ServiceSpec
  --variables FILE  YAML or JSON that is laid over the variables of the spec: environment: {outputs: {VPC: vpc-1}}
  --name NAME       of the environment or service (as the bundle)
  --out DIR         writes the files there instead of showing them
${outputHelp}

Every problem is a line FILE:LINE:COLUMN: MESSAGE. Exit code: 0 no problems, 1 problems, 2 a command line nobody can run.`;

/** quaymaster proton: template bundles, without a server. */
export const proton: Command = {
  help,
  options: {
    spec: { type: 'string' },
    variables: { type: 'string' },
    name: { type: 'string' },
    out: { type: 'string' },
    ...outputOption,
  },
  async run(given) {
    const [verb, ...bundles] = given.positionals;
    if (verb === 'validate') return validation(bundles, given);
    if (verb === 'render') return rendering(bundles, given);
    throw new UsageError(
      verb ? `Unknown command 'proton ${verb}'` : 'proton validate or render? quaymaster proton validate BUNDLE',
    );
  },
};

async function validation(bundles: string[], given: Arguments): Promise<number> {
  for (const option of ['variables', 'name', 'out'])
    if (given.values[option] !== undefined) throw new UsageError(`proton validate takes no --${option}`);
  if (bundles.length === 0)
    throw new UsageError(
      'proton validate needs at least one BUNDLE: quaymaster proton validate examples/proton/network',
    );
  const { validate } = await import('./proton/validate.ts');
  return validate(bundles, textOption(given, 'spec'), given);
}

async function rendering([bundle, ...rest]: string[], given: Arguments): Promise<number> {
  const spec = textOption(given, 'spec');
  if (bundle === undefined || rest.length > 0) throw new UsageError('proton render needs one BUNDLE');
  if (spec === undefined) throw new UsageError('proton render needs --spec FILE');
  const { render } = await import('./proton/render.ts');
  return render(bundle, spec, given);
}
