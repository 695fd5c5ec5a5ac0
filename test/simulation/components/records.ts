import type { ComponentRecord } from '../../../functions/proton/components/record.ts';
import {
  type Attachment,
  type Deployable,
  type DeploymentRecord,
} from '../../../functions/proton/deployments/record.ts';
import { ofDeployments, resourcesIn } from '../deployments/records.ts';
import type { Change, Records, Rule } from '../watch.ts';

const changing = new Set(['IN_PROGRESS', 'CANCELLING']);

const componentsIn = (records: Records): ComponentRecord[] =>
  resourcesIn(records).filter((one): one is ComponentRecord => one.type === 'COMPONENT');

/** The instances that a component is attached to, or is to be. */
const attachmentsOf = ({ current, attempted }: Deployable): Attachment[] =>
  [current.attachedTo, attempted?.attachedTo].filter((one) => one !== undefined);

/** The components that are attached to an instance, or are to be. */
const attachedIn = (records: Records, { serviceName, instanceName }: Partial<Attachment>): ComponentRecord[] =>
  componentsIn(records).filter((one) =>
    attachmentsOf(one).some((to) => to.serviceName === serviceName && to.instanceName === instanceName),
  );

/** An instance has one component, and neither of the two is changed while the other is. */
export const attachedComponents: Rule = {
  of: /^proton#(service-instance|component)#/,
  faults: ({ next }: Change, records) => {
    const one = next as Deployable | undefined;
    if (!one) return [];
    const faults = one.type === 'COMPONENT' ? ofComponent(one, records) : ofInstance(one, records);
    return changing.has(one.status) ? faults : faults.filter((fault) => !fault.includes('is changed'));
  },
};

function ofComponent(component: Deployable, records: Records): string[] {
  return attachmentsOf(component).flatMap(({ serviceName, instanceName }) => {
    const other = attachedIn(records, { serviceName, instanceName }).find(({ id }) => id !== component.id);
    const instance = resourcesIn(records).find(
      (one) => one.type === 'SERVICE_INSTANCE' && one.serviceName === serviceName && one.instanceName === instanceName,
    );
    return [
      ...(other ? [`it is attached to ${instanceName}, as ${other.componentName} is`] : []),
      ...(instance ? [] : [`it is attached to ${instanceName}, which is gone`]),
      ...(instance && changing.has(instance.status) ? [`it is changed while ${instanceName} is changed`] : []),
    ];
  });
}

const ofInstance = (instance: Deployable, records: Records): string[] =>
  attachedIn(records, instance)
    .filter(({ status }) => changing.has(status))
    .map(({ componentName }) => `it is changed while ${componentName} is changed`);

/** An instance is rendered with the last success of its component. */
export const basisOfInstances: Rule = {
  of: ofDeployments,
  faults: ({ last, next }: Change, records) => {
    const [before, after] = [last, next] as (DeploymentRecord | undefined)[];
    if (!after?.basis || before?.basis) return [];
    const success = attachedIn(records, after.target)[0]?.lastSucceededDeploymentId;
    const { component } = after.basis;
    return component === success ? [] : [`it is made with ${component}, and its component is at ${success}`];
  },
};
