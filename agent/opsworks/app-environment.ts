import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, DeployFailure, type OpsworksOrder } from './order.ts';
import type { AppFolder } from './releases.ts';

/** What an app's programs find in their environment: its own variables, and where everything is. */
export function environmentOf(app: App, folder: AppFolder, order: OpsworksOrder): Record<string, string> {
  const { RailsEnv, DocumentRoot } = app.attributes;
  return {
    ...Object.fromEntries(app.environment.map(({ key, value }) => [checked(key), value])),
    ...(RailsEnv && { RAILS_ENV: RailsEnv }),
    ...(DocumentRoot && { DOCUMENT_ROOT: DocumentRoot }),
    APP_NAME: app.shortname,
    DEPLOY_TO: folder.path,
    CURRENT_PATH: folder.current,
    SHARED_PATH: folder.shared,
    STACK_NAME: order.stack.name,
    INSTANCE_HOSTNAME: order.instance.hostname,
    LAYERS: order.layers.join(','),
    ...(order.deploymentId !== undefined && { DEPLOYMENT_ID: order.deploymentId }),
  };
}

function checked(key: string): string {
  if (!/^[A-Za-z_]\w*$/.test(key)) throw new DeployFailure(`'${key}' is no name of an environment variable`);
  return key;
}

/** Writes what the app's own services need: `shared/app.env`, `shared/config/app.json`, `shared/ssl/`; for its user alone. */
export function writeShared(app: App, folder: AppFolder): void {
  const lines = app.environment.map(({ key, value }) => `${checked(key)}="${value.replace(/["\\$`]/g, '\\$&')}"\n`);
  writePrivate(folder.shared, 'app.env', lines.join(''));
  const { name, shortname, type, domains, attributes } = app;
  writePrivate(
    join(folder.shared, 'config'),
    'app.json',
    JSON.stringify({ name, shortname, type, domains, attributes }, null, 2),
  );
  if (!app.ssl) return;
  const ssl = join(folder.shared, 'ssl');
  writePrivate(ssl, 'certificate.pem', app.ssl.certificate);
  writePrivate(ssl, 'private-key.pem', app.ssl.privateKey);
  if (app.ssl.chain) writePrivate(ssl, 'chain.pem', app.ssl.chain);
}

function writePrivate(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, `.${name}.new`);
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, join(folder, name));
}
