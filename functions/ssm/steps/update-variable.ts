import { checkVariable, InvalidVariable } from '../expressions/variables.ts';
import { invalidInput, type StepAction } from './step-action.ts';

/** aws:updateVariable: gives a variable of the runbook a new value of its own type. */
export const updateVariable: StepAction = {
  isPure: true,
  async begin({ record, runbook }) {
    const { Name: name, Value: value = null } = record.inputs;
    const variable =
      typeof name === 'string' && name.startsWith('variable:') ? name.slice('variable:'.length) : undefined;
    const definition =
      variable !== undefined && Object.hasOwn(runbook.variables, variable) && runbook.variables[variable];
    if (!variable || !definition)
      return invalidInput(`Variable ${JSON.stringify(name ?? '')} is not declared in the runbook`);
    try {
      checkVariable(definition, value);
    } catch (error) {
      if (error instanceof InvalidVariable) return invalidInput(`${variable}: ${error.message}`);
      throw error;
    }
    return { outcome: 'success', variable: { name: variable, value } };
  },
};
