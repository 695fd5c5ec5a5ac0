import model from '../../contracts/opsworks.json' with { type: 'json' };
import type { Contract } from '../api/contract.ts';

/** The model of AWS OpsWorks Stacks, 2013-02-18. */
export const contract: Contract = model;
