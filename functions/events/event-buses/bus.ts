import { busNotFound } from '../errors.ts';

/** The buses there are: that of the account, and this program's own, whose name a deployment carries as well. */
export const busNames = ['default', 'quaymaster'] as const;

/** A place of the embedded program. */
export interface Place {
  account: string;
  region: string;
}

/** The ARN of a bus. */
export const busArn = ({ account, region }: Place, name: string): string =>
  `arn:aws:events:${region}:${account}:event-bus/${name}`;

/** The name of a bus that is named by its name or its ARN, whether there is one or not. */
export const busNameOf = (nameOrArn = 'default'): string => nameOrArn.replace(/^arn:[^/]*:event-bus\//, '');

/** The same, of a bus that is there. Throws ResourceNotFoundException. */
export function busNamed(nameOrArn: string | undefined, place: Place): string {
  const name = busNameOf(nameOrArn);
  if (!isBus(name) || (nameOrArn?.startsWith('arn:') && nameOrArn !== busArn(place, name)))
    throw busNotFound(nameOrArn ?? name);
  return name;
}

/** Whether there is a bus of this name. */
export const isBus = (name: string): boolean => busNames.some((known) => known === name);
