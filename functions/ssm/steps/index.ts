import { approve } from './approve.ts';
import { branch } from './branch.ts';
import { executeAutomation } from './execute-automation.ts';
import { executeScript } from './execute-script.ts';
import { pause } from './pause.ts';
import { sleep } from './sleep.ts';
import type { StepAction } from './step-action.ts';
import { updateVariable } from './update-variable.ts';

/** The runbook actions by name. aws:loop is not here: it does nothing itself, its turns are decided in decide.ts. */
export const stepActions: Record<string, StepAction> = {
  'aws:approve': approve,
  'aws:branch': branch,
  'aws:executeAutomation': executeAutomation,
  'aws:executeScript': executeScript,
  'aws:pause': pause,
  'aws:sleep': sleep,
  'aws:updateVariable': updateVariable,
};
