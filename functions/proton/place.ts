import type { Caller } from '../api/action.ts';

/** The account and Region whose resources are meant. */
export type Place = Pick<Caller, 'account' | 'region'>;

/** The partition of all records of a type in a place, or of those that belong to one resource, by its names. */
export const partitionOf = (type: string, { account, region }: Place, ...names: string[]): string =>
  ['proton', type, account, region, ...names].join('#');

/** The ARN of a resource: `resource` is what comes after the account. */
export const arnOf = ({ account, region }: Place, resource: string): string =>
  `arn:aws:proton:${region}:${account}:${resource}`;
