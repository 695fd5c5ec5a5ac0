import { existsSync } from 'node:fs';
import type { Workplace } from './deploy.ts';
import { DeployFailure } from './order.ts';
import { runProgram, say } from './run-program.ts';

const managers: Record<string, { install: string[]; update: string[][] }> = {
  '/usr/bin/apt-get': {
    install: ['apt-get', 'install', '-y', '--'],
    update: [
      ['apt-get', 'update'],
      ['apt-get', '-y', 'upgrade'],
    ],
  },
  '/usr/bin/dnf': { install: ['dnf', 'install', '-y', '--'], update: [['dnf', '-y', 'upgrade']] },
  '/usr/bin/yum': { install: ['yum', 'install', '-y', '--'], update: [['yum', '-y', 'update']] },
};

function manager(): (typeof managers)[string] {
  const found = Object.keys(managers).find((file) => existsSync(file));
  if (!found) throw new DeployFailure('There is no apt-get, dnf or yum here', 127);
  if (process.getuid?.() !== 0) throw new DeployFailure('Packages can be changed by root alone');
  return managers[found] as (typeof managers)[string];
}

/** Installs the packages of the instance's layers. */
export async function installPackages({ order, env, work }: Workplace): Promise<void> {
  const { packages = [] } = order;
  if (packages.length === 0) return say('the layers have no packages');
  const odd = packages.find((name) => !/^[A-Za-z0-9][\w.+:=~-]*$/.test(name));
  if (odd !== undefined) throw new DeployFailure(`'${odd}' is no name of a package`);
  await runProgram([...manager().install, ...packages], {
    cwd: work,
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Brings the packages of the system up to date; it is never started anew, whatever `allow_reboot` says. */
export async function updatePackages({ order, env, work }: Workplace): Promise<void> {
  if (order.command.args.upgrade_os_to?.length)
    throw new DeployFailure('This agent does not upgrade the operating system');
  for (const update of manager().update)
    await runProgram(update, { cwd: work, env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (order.command.args.allow_reboot?.[0] === 'true') say('restart the machine yourself if it needs it');
}
