import type { JsonObject } from '../ports/json.ts';

/** What an OpsWorks command is to do on its instance: the `payload` of an order of kind `opsworks`. */
export interface OpsworksOrder {
  command: OpsworksCommand;
  /** Names the run for hooks and recipes. */
  deploymentId?: string;
  stack: { id: string; name: string; region: string };
  instance: { id: string; hostname: string };
  /** The short names of the instance's layers. */
  layers: string[];
  /** The apps to act on: of an app command the one, of `setup` all that are deployed when an instance comes up, else none. */
  apps: OpsworksApp[];
  /** What is to be run with Chef, in this order; empty for most. */
  recipes: string[];
  /** Of `setup` and `install_dependencies`: the packages of the instance's layers. */
  packages?: string[];
  /** Where `recipes` are from; absent without custom cookbooks. */
  cookbooks?: AppSource;
  chef?: { name: string; version: string };
  /** The custom JSON of stack, layers and deployment, merged: hooks find it in a file, recipes as attributes. */
  json: JsonObject;
}

/** A command's name and its Args, as CreateDeployment took them. */
export interface OpsworksCommand {
  name: OpsworksCommandName;
  args: Record<string, string[]>;
}

/** The names of OpsWorks' API, and the agent's own `shutdown`. */
export type OpsworksCommandName =
  | 'install_dependencies'
  | 'update_dependencies'
  | 'update_custom_cookbooks'
  | 'execute_recipes'
  | 'configure'
  | 'setup'
  | 'shutdown'
  | 'deploy'
  | 'rollback'
  | 'start'
  | 'stop'
  | 'restart'
  | 'undeploy';

/** An app as it is to be deployed, secrets included: they reach the agent in its poll's answer and nobody else. */
export interface OpsworksApp {
  shortname: string;
  name: string;
  type: string;
  source: AppSource;
  environment: { key: string; value: string; secure: boolean }[];
  /** DocumentRoot, RailsEnv, AutoBundleOnDeploy … */
  attributes: Record<string, string>;
  domains: string[];
  ssl?: { certificate: string; privateKey: string; chain?: string };
}

/** Where an app or cookbooks come from; `other` has nothing to fetch. */
export interface AppSource {
  type: 'git' | 'archive' | 's3' | 'svn' | 'other';
  url?: string;
  /** A branch, tag or commit. */
  revision?: string;
  /** Of HTTP basic authentication; of `s3` the access key and its secret. */
  username?: string;
  password?: string;
  /** A private key, PEM. */
  sshKey?: string;
}
