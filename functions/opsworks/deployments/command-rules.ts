import type { DeploymentCommand, DeploymentCommandName } from '@aws-sdk/client-opsworks';
import { invalid } from '../errors.ts';
import type { DeploymentRecord } from './record.ts';

interface Rule {
  /** It acts on an app. */
  needsApp?: true;
  /** What each of its Args may be; others are refused. */
  args?: Record<string, (values: string[]) => boolean>;
}

const isFlag = (values: string[]): boolean => values.length === 1 && /^(true|false)$/.test(values[0] ?? '');
const isText = (values: string[]): boolean => values.length === 1 && values[0] !== '';
const areRecipes = (values: string[]): boolean =>
  values.length > 0 &&
  values.length <= 100 &&
  values.every((recipe) => /^[\w.-]{1,128}(::[\w.-]{1,128})?$/.test(recipe));

/** Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DeploymentCommand.html */
const rules: Record<DeploymentCommandName, Rule> = {
  configure: {},
  deploy: { needsApp: true, args: { migrate: isFlag } },
  execute_recipes: { args: { recipes: areRecipes } },
  install_dependencies: {},
  restart: { needsApp: true },
  rollback: { needsApp: true },
  setup: {},
  start: { needsApp: true },
  stop: { needsApp: true },
  undeploy: { needsApp: true },
  update_custom_cookbooks: {},
  update_dependencies: { args: { upgrade_os_to: isText, allow_reboot: isFlag } },
};

/** A command as it is kept. Throws ValidationException where its Args are not those of the command, or the app it acts on is not named. */
export function commandFrom(
  { Name, Args = {} }: DeploymentCommand,
  appId: string | undefined,
): DeploymentRecord['command'] {
  if (Name === undefined) throw invalid('Please provide a command name');
  const { needsApp, args = {} } = rules[Name];
  for (const [name, values] of Object.entries(Args)) {
    const rule = Object.hasOwn(args, name) ? args[name] : undefined;
    if (!rule) throw invalid(`Command ${Name} takes no argument ${name}`);
    if (!rule(values)) throw invalid(`Command ${Name} does not take [${values.join(', ')}] as argument ${name}`);
  }
  if (Name === 'execute_recipes' && !Args['recipes'])
    throw invalid('Command execute_recipes needs the argument recipes');
  if (Args['upgrade_os_to'] && Args['allow_reboot']?.[0] !== 'true')
    throw invalid('To upgrade the operating system, allow_reboot must be true');
  if (needsApp && appId === undefined) throw invalid(`Please provide an app ID: command ${Name} acts on an app`);
  return { name: Name, args: { ...Args } };
}
