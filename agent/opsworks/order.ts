/** What an OpsWorks command is to do here: what the server sends, docs/agent.md. */
export interface OpsworksOrder {
  command: { name: string; args: Record<string, string[]> };
  deploymentId?: string;
  stack: { id: string; name: string; region: string };
  instance: { id: string; hostname: string };
  layers: string[];
  apps: App[];
  recipes: string[];
  packages?: string[];
  cookbooks?: Source;
  json: Record<string, unknown>;
}

/** An app as it is to be deployed. */
export interface App {
  shortname: string;
  name: string;
  type: string;
  source: Source;
  environment: { key: string; value: string; secure: boolean }[];
  attributes: Record<string, string>;
  domains: string[];
  ssl?: { certificate: string; privateKey: string; chain?: string };
}

/** Where an app or cookbooks come from. */
export interface Source {
  type: string;
  url?: string;
  revision?: string;
  username?: string;
  password?: string;
  sshKey?: string;
}

/** What makes a command fail, in words for its log. */
export class DeployFailure extends Error {
  override name = 'DeployFailure';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode > 0 && exitCode < 126 ? exitCode : 1;
  }
}

/** What must not stand in any output. */
export function secretsOf({ apps, cookbooks }: OpsworksOrder): string[] {
  const sources = [...apps.map(({ source }) => source), ...(cookbooks ? [cookbooks] : [])];
  return [
    ...sources.flatMap(({ username = '', password = '', sshKey = '' }) => [
      password,
      basic(username, password),
      sshKey,
    ]),
    ...apps.flatMap(({ environment }) => environment.filter(({ secure }) => secure).map(({ value }) => value)),
    ...apps.flatMap(({ ssl }) => (ssl ? [ssl.privateKey] : [])),
  ].filter((secret) => secret !== '');
}

/** What stands in an Authorization header; empty without a password. */
export const basic = (username: string, password: string): string =>
  password && Buffer.from(`${username}:${password}`).toString('base64');
