import { busy, type Deployable, type DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import type { ServiceRecord } from '../../../functions/proton/services/record.ts';
import type { Change, Records, Rule } from '../watch.ts';

/** The names of the records of deployments. */
export const ofDeployments = /^proton#deployment#\S+ deployment$/;
const ofResources = /^proton#(environment|service-instance|service-pipeline|component)#/;
const ofServices = /^proton#service#/;

const matching = <Value>(records: Records, of: RegExp): Value[] =>
  [...records].filter(([name]) => of.test(name)).map(([, record]) => record as Value);

export const deploymentsIn = (records: Records) => matching<DeploymentRecord>(records, ofDeployments);
export const resourcesIn = (records: Records) => matching<Deployable>(records, ofResources);
export const servicesIn = (records: Records) => matching<ServiceRecord>(records, ofServices);

/** The deployment of an id. */
export const deploymentOf = (records: Records, id: string) =>
  records.get(`proton#deployment#${id} deployment`) as DeploymentRecord | undefined;

/** A deployment ends once, and only one of a resource goes on at a time. */
const deploymentRecords: Rule = {
  of: ofDeployments,
  faults: ({ last, next }: Change, records) => {
    const [before, after] = [last, next] as (DeploymentRecord | undefined)[];
    if (!after) return ['it is gone'];
    if (before?.completedAt !== undefined && after.status !== before.status)
      return [`it had ended as ${before.status}, and ended as ${after.status}`];
    if (before) return [];
    // A deletion may end what it follows.
    const others = deploymentsIn(records).filter(
      ({ id, target, completedAt }) =>
        completedAt === undefined && target.id === after.target.id && id !== after.id && id !== after.follows,
    );
    return others.map(({ id }) => `it began, and ${id} of the same goes on`);
  },
};

/** A resource is at rest only when its last deployment has ended, and then as that did. */
const resourceRecords: Rule = {
  of: ofResources,
  faults: ({ next }: Change, records) => {
    const resource = next as Deployable | undefined;
    const deployment = resource && deploymentOf(records, resource.lastAttemptedDeploymentId);
    if (!deployment || busy.has(resource.status)) return [];
    if (deployment.completedAt === undefined) return [`it is ${resource.status}, and ${deployment.id} goes on`];
    return [];
  },
};

/** Services are only remembered. */
const serviceRecords: Rule = { of: ofServices, faults: () => [] };

/** The rules of all that is deployed. */
export const deployableRecords: Rule[] = [deploymentRecords, resourceRecords, serviceRecords];
