import model from '../../contracts/proton.json' with { type: 'json' };
import type { Contract } from '../api/contract.ts';

/** The model of AWS Proton. */
export const contract: Contract = model;
