import { makeHandler } from '../api/handler.ts';
import { lambdaPorts, variable } from '../ports/aws/ports.ts';
import { principalsService } from '../principals/index.ts';
import { storedPrincipals } from '../principals/stored-principals.ts';
import { services } from '../services.ts';

const ports = lambdaPorts();
const principals = storedPrincipals(ports.store, ports.clock);

/** The door of all APIs, behind an HTTP API (payload format 2.0). */
export const handler = makeHandler({
  ports,
  services: [...services, principalsService(principals)],
  principals,
  account: variable('ACCOUNT_ID'),
  region: variable('AWS_REGION'),
});
