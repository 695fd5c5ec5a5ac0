import type { Json } from '../../ports/json.ts';
import { chooseStep, InvalidChoice } from '../expressions/choice.ts';
import { invalidInput, type StepAction } from './step-action.ts';

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

/** aws:branch: the first choice that is true names the next step; none leads to Default, or on as the step says. */
export const branch: StepAction = {
  isPure: true,
  async begin({ record }) {
    try {
      const next = chooseStep(record.inputs.Choices ?? [], textOf(record.inputs.Default));
      return { outcome: 'success', ...(next !== undefined && { next }) };
    } catch (error) {
      if (error instanceof InvalidChoice) return invalidInput(error.message);
      throw error;
    }
  },
};
