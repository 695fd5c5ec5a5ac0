import { deployableArn, keyOf } from '../../../functions/proton/deployments/names.ts';
import { arnOf } from '../../../functions/proton/place.ts';
import { serviceArn } from '../../../functions/proton/services/record.ts';
import type { Records, Rule } from '../watch.ts';
import { resourcesIn, servicesIn } from './records.ts';
import type { Stacks } from './stacks.ts';
import { place } from './templates.ts';

const ofUses = /^proton#uses#/;
const ofWatches = /^proton#watch#/;
/** What only resources that are looked at here stand on. */
const ofOwn = /^proton#uses#proton#(environment|service-instance)#/;

/** Who stands on what, and what events look for, is only remembered. */
export const usesAndWatches: Rule = { of: /^proton#(uses|watch)#/, faults: () => [] };

/** What is left of resources that are gone, and of deployments that are over. */
export function leftovers(records: Records): string[] {
  const resources = resourcesIn(records);
  const services = servicesIn(records);
  const others = ['account-settings', 'environment-template/base'].map((name) => arnOf(place, name));
  const users = new Set([
    ...others,
    ...resources.map(deployableArn),
    ...services.map((one) => serviceArn(one, one.name)),
  ]);
  const things = new Set(resources.map(keyOf).map(({ partition, sort }) => `proton#uses#${partition}#${sort}`));
  const named = new Set(services.map(({ name }) => name));
  const faults = resources
    .filter(({ serviceName, type }) => type !== 'COMPONENT' && serviceName !== undefined && !named.has(serviceName))
    .map(({ stackName }) => `${stackName}: its service is gone, and it is there`);
  for (const name of records.keys()) {
    const [thing = '', user = ''] = name.split(' ');
    if (ofWatches.test(thing)) faults.push(`${user}: it is over, and events still look for it`);
    if (ofUses.test(thing) && !users.has(user)) faults.push(`${user}: it is gone, and stands on ${thing}`);
    if (ofOwn.test(thing) && !things.has(thing)) faults.push(`${user}: it stands on ${thing}, which is gone`);
  }
  return faults;
}

/** What was made outside of resources that are gone: the last work of each must have taken it away. */
export function leftOutside(records: Records, { begun }: Stacks): string[] {
  const there = new Set(resourcesIn(records).map(({ id }) => id));
  const last = new Map([...begun.values()].map((stack) => [stack.work.target.id, stack]));
  return [...last.values()]
    .filter(({ work, end }) => !there.has(work.target.id) && !(work.action === 'delete' && end?.state === 'Succeeded'))
    .map(({ work }) => `${work.target.arn}: it is gone, and what ${work.id} made is there`);
}
