import { KMSClient } from '@aws-sdk/client-kms';
import { fileURLToPath } from 'node:url';
import { oneOf } from '../api/doors.ts';
import { makeHandler } from '../api/handler.ts';
import { builtFiles } from '../console/built-files.ts';
import { consoleDoor } from '../console/door.ts';
import { renderedFiles } from '../console/rendered.ts';
import { heatDoor } from '../heat/door.ts';
import type { Settings } from '../heat/settings.ts';
import { nodeResults } from '../node-results.ts';
import { nodesDoor } from '../nodes/door.ts';
import { kmsSecrets } from '../ports/aws/kms-secrets.ts';
import { lambdaPorts, variable } from '../ports/aws/ports.ts';
import { storedIdentities } from '../principals/identities.ts';
import { principalsService } from '../principals/index.ts';
import { storedPrincipals } from '../principals/stored-principals.ts';
import { services } from '../services.ts';

const secrets = kmsSecrets(new KMSClient({}), variable('PRINCIPALS_KEY'));
const ports = { ...lambdaPorts(), secrets };
const principals = storedPrincipals(ports);

const door = makeHandler({
  ports,
  services: [...services, principalsService(principals, secrets)],
  principals,
  identities: storedIdentities(ports.store),
  account: variable('ACCOUNT_ID'),
  region: variable('AWS_REGION'),
});

/** OpenStack's: Heat, with as much of Keystone and Swift as its clients need. */
const openstack = heatDoor({
  ports,
  principals,
  account: variable('ACCOUNT_ID'),
  region: variable('AWS_REGION'),
  settings: JSON.parse(variable('HEAT_SETTINGS')) as Partial<Settings>,
});

/** A function that waits is paid for, so agents wait by themselves. */
const nodes = nodesDoor({ ports, results: nodeResults, manners: { longestWait: 0, pause: 30 } });

/** Whose signatures count for the web page. */
const trust = { principals, account: variable('ACCOUNT_ID'), region: variable('AWS_REGION'), clock: ports.clock };

/** The web page, from beside this function's code; changes are not told here, for a function that waits is paid for. */
const page = consoleDoor({
  files: builtFiles(fileURLToPath(new URL('./console', import.meta.url))),
  trust,
  settings: { region: variable('AWS_REGION'), live: false, events: false },
  log: ports.log,
  more: { 'GET /console/rendered': renderedFiles(ports, trust) },
});

/** The door of all APIs and of the agents, behind an HTTP API (payload format 2.0). */
export const handler = oneOf([nodes, page, openstack], door);
