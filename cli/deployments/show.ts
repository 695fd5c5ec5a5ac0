import { calling } from '../calling.ts';
import { type Body, CommandFailure, textOption } from '../command.ts';
import { contents, harmless, harmlessIn } from '../harmless.ts';
import { tell } from '../output.ts';
import { type Column, sheet, statusColour, tableOf } from '../table.ts';
import { deployed, type Deployed, type Machine } from './machines.ts';

const columns: Column<Machine>[] = [
  ['MACHINE', ({ name }) => name],
  ['STATUS', ({ status }) => status, statusColour],
  ['EXIT CODE', ({ exitCode }) => exitCode],
  ['WHY', ({ reason }) => reason],
];

/** quaymaster deployments show: how it went on each machine. */
export const showDeployment: Body = async (given) => {
  const found = await calling(given, (session) => deployed(session, given));
  return tell(given, { value: found.deployment, lines: () => linesOf(harmlessIn(found), given.positionals[0] ?? '') });
};

const linesOf = ({ title, machines }: Deployed, id: string): string[] => [
  `${title}  ${sheet().paint('dim', id)}`,
  ...tableOf(machines, columns, sheet()),
];

/** quaymaster deployments logs: what it wrote, machine by machine. */
export const deploymentLogs: Body = (given) =>
  calling(given, async (session) => {
    const wanted = textOption(given, 'machine');
    const { machines } = await deployed(session, given);
    const shown = machines.filter(({ name }) => wanted === undefined || name === wanted);
    if (shown.length === 0)
      throw new CommandFailure(`it has no machine ${wanted}; there are ${machines.map(({ name }) => name).join(', ')}`);
    for (const { name, log } of shown) {
      if (shown.length > 1) console.log(sheet().paint('bold', `# ${harmless(name)}`));
      process.stdout.write(contents((await log()).replace(/\n*$/, '\n')));
    }
    return 0;
  });
