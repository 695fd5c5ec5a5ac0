import type { Context } from 'aws-lambda';
import { orderer, startDeployment } from '../events/start-deployment.ts';
import { Targets } from '../events/targets/targets.ts';
import { tellListeners } from '../listeners.ts';
import { emfMetrics } from '../ports/aws/emf-metrics.ts';
import { lambdaPorts, variable } from '../ports/aws/ports.ts';
import type { JsonObject } from '../ports/json.ts';
import { namedPrincipal } from '../principals/named-principal.ts';
import { triggers } from '../triggers.ts';

const ports = lambdaPorts();
const metrics = emfMetrics(ports.clock);
const principalNamed = (name: string) => namedPrincipal(name, ports.store);
const targets = new Targets(triggers, principalNamed, ports);
const place = { account: variable('ACCOUNT_ID'), region: variable('AWS_REGION') };

/** What rules of the account call to start something. What fails is counted, and after two more tries a dead letter. */
export async function handleStart(order: unknown, { awsRequestId: id }: Context): Promise<object> {
  try {
    return await startDeployment(order, targets, { principal: await principalNamed(orderer), place, id });
  } catch (error) {
    metrics.count('FailedInvocations');
    throw error;
  }
}

/** What a rule calls with the events of AWS that something may wait for. */
export const handleHear = (event: JsonObject): Promise<void> => tellListeners(event, ports);
