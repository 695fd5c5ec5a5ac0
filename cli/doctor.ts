import { type Arguments, type Command, textOption, UsageError } from './command.ts';
import { examine } from './examine.ts';
import { localChecks } from './local-checks.ts';

const help = `quaymaster doctor [--data DIR] [--port N]: what is wrong with this machine, and what to do about it
quaymaster doctor --stage NAME: the same of the deployment of that name in your AWS account; it runs a small runbook there

  --data DIR        the server's folder (.quaymaster; QUAYMASTER_DATA)
  --port N          the port it would listen at (4500; QUAYMASTER_PORT)
  --profile NAME    whom to be there, a profile of its credentials file (default; AWS_PROFILE)
  --stage NAME      a deployment, as its administrator, whom your AWS credentials must let you ask for

The exit code is 0 where nothing is bad; what is only noted keeps nobody from working.`;

/** quaymaster doctor: looks at what a server or a deployment needs. */
export const doctor: Command = {
  help,
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    profile: { type: 'string' },
    stage: { type: 'string' },
  },
  async run(given) {
    if (given.positionals.length) throw new UsageError(`doctor takes no '${given.positionals[0]}'`);
    return (await examineAll(given, (line) => console.log(line))) ? 0 : 1;
  },
};

async function examineAll(given: Arguments, tell: (line: string) => void): Promise<boolean> {
  const stage = textOption(given, 'stage');
  if (stage) return (await import('./stage-checks.ts')).examineStage(stage, { tell });
  return examine(localChecks(given), tell);
}
