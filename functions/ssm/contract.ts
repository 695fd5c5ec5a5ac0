import additions from '../../contracts/ssm-additions.json' with { type: 'json' };
import model from '../../contracts/ssm.json' with { type: 'json' };
import type { Contract } from '../api/contract.ts';

/** The model of SSM Automation with the operations that the copied one leaves out. */
export const contract: Contract = {
  ...model,
  operations: { ...model.operations, ...additions.operations },
  shapes: { ...model.shapes, ...additions.shapes },
};
