import type { App, EnvironmentVariable } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import { hide, hideSource, type Hiding, opened, openSource, sealed, type Secrets } from '../secrets.ts';
import { wireTime } from '../wire-time.ts';

/** What a user says about an app, with the mask in the place of each secret. */
export type AppSettings = Omit<App, 'AppId' | 'StackId' | 'CreatedAt'>;

/** An app as stored; times in epoch milliseconds. */
export interface AppRecord {
  id: string;
  stackId: string;
  order: string;
  createdAt: number;
  settings: AppSettings;
  secrets: Secrets;
}

/** Settings as they are kept, apart from their secrets; the mask stands for a secret that was there `before`. */
export const hidden = (
  settings: AppSettings,
  before: Secrets,
  ports: Pick<Ports, 'secrets'>,
): Promise<Pick<AppRecord, 'settings' | 'secrets'>> => sealed((hiding) => masked(hiding, settings), before, ports);

function masked(hiding: Hiding, settings: AppSettings): AppSettings {
  const { AppSource, SslConfiguration: ssl, Environment = [] } = settings;
  const key = 'SslConfiguration.PrivateKey';
  return {
    ...settings,
    ...(AppSource && { AppSource: hideSource(hiding, 'AppSource', AppSource) }),
    ...(ssl && { SslConfiguration: { ...ssl, PrivateKey: hide(hiding, key, ssl.PrivateKey) } }),
    Environment: Environment.map((variable) => hideVariable(hiding, variable)),
  };
}

function hideVariable(hiding: Hiding, { Key, Value, Secure = false }: EnvironmentVariable): EnvironmentVariable {
  return { Key, Value: Secure ? hide(hiding, `Environment.${Key}`, Value) : Value, Secure };
}

/** An app's settings with its secrets, for the agent that deploys it. */
export async function openSettings(app: AppRecord, ports: Pick<Ports, 'secrets'>): Promise<AppSettings> {
  const { settings } = app;
  const secrets = await opened(app.secrets, ports);
  const { AppSource, SslConfiguration: ssl, Environment = [] } = settings;
  return {
    ...settings,
    ...(AppSource && { AppSource: openSource(secrets, 'AppSource', AppSource) }),
    ...(ssl && { SslConfiguration: { ...ssl, PrivateKey: secrets['SslConfiguration.PrivateKey'] } }),
    Environment: Environment.map((variable) =>
      variable.Secure ? { ...variable, Value: secrets[`Environment.${variable.Key}`] } : variable,
    ),
  };
}

const longestEnvironment = 20 * 1024;

/** Refuses what no app can be, and a name that another app of the stack has. */
export function checkApp({ Name, Environment = [] }: AppSettings, others: readonly Stored<AppRecord>[]): void {
  if (!Name?.trim() || Name.length > 255) throw invalid('The name of an app has 1 to 255 characters');
  if (others.some(({ value }) => value.settings.Name === Name))
    throw invalid(`There is already an app named "${Name}" for this stack`);
  for (const variable of Environment) checkVariable(variable);
  const keys = Environment.map(({ Key }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined) throw invalid(`The environment variable ${twice} is there twice`);
  if (Buffer.byteLength(JSON.stringify(Environment)) > longestEnvironment)
    throw invalid('The environment variables must not be larger than 20 KB in all');
}

// The words never show the value: it may be a secret.
function checkVariable({ Key = '', Value = '' }: EnvironmentVariable): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(Key))
    throw invalid('The key of an environment variable has 1 to 64 letters, digits and _, and begins with no digit');
  if (!/^[\P{C}]{0,256}$/u.test(Value))
    throw invalid(`The value of the environment variable ${Key} has at most 256 printable characters`);
}

/** Refuses a short name that no folder can have or that another app of the stack has. */
export function checkShortname(shortname: string, others: readonly Stored<AppRecord>[]): void {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/.test(shortname))
    throw invalid('The short name of an app has 1 to 200 of the characters A-Z, a-z, 0-9, -, _ and .');
  if (others.some(({ value }) => value.settings.Shortname === shortname))
    throw invalid(`There is already an app with shortname "${shortname}" for this stack`);
}

/** The short name an app gets from its name: `Simple JSP` is `simple_jsp`; a number is added where another app has it. */
export function shortnameFrom(name: string, others: readonly Stored<AppRecord>[]): string {
  const plain =
    name
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '_')
      .replace(/^[.-]+/, '')
      .slice(0, 190) || 'app';
  const taken = new Set(others.map(({ value }) => value.settings.Shortname));
  let shortname = plain;
  for (let number = 2; taken.has(shortname); number++) shortname = `${plain}_${number}`;
  return shortname;
}

/** An app as it is shown: attributes that nobody set are null, and without a certificate there is an empty structure, as the service answers. */
export type ShownApp = Omit<App, 'Attributes' | 'SslConfiguration'> & {
  Attributes: Record<string, string | null>;
  SslConfiguration: object;
};

const unset = { RailsEnv: null, AutoBundleOnDeploy: null, DocumentRoot: null, AwsFlowRubySettings: null };

/** Shows an app. */
export const appView = ({ id, stackId, createdAt, settings }: AppRecord): ShownApp => ({
  ...settings,
  AppId: id,
  StackId: stackId,
  Attributes: { ...unset, ...settings.Attributes },
  SslConfiguration: settings.SslConfiguration ?? {},
  CreatedAt: wireTime(createdAt),
});
