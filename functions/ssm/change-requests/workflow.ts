import type { Runbook as RequestedRunbook } from '@aws-sdk/client-ssm';
import type { Json, JsonObject } from '../../ports/json.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import { shown } from '../documents/checks/shown.ts';
import { isMap } from '../expressions/typed-value.ts';
import type { Template } from './template.ts';

/** What a request makes of its template. */
export interface Plan {
  runbook: RequestedRunbook;
  isAutoApproved: boolean;
  /** Epoch milliseconds. */
  scheduledTime: number | undefined;
}

/** A runbook as content, and the values it refers to beside its parameters. */
export interface Workflow {
  content: string;
  values: JsonObject;
}

const mostLevels = 5;
const levelMembers = ['name', 'action', 'description', 'inputs', 'timeoutSeconds'];
const approverInputs = ['Approvers', 'EnhancedApprovals', 'MinRequiredApprovals', 'NotificationArn', 'Message'];

/**
 * The runbook that carries a change request out: the template's approvals, one level after the other, then the wait for its time and for open
 * calendars, then the requested runbook as a child. What the request says goes in as values, so that braces in it stand for nothing.
 */
export function workflowOf(template: Template, { runbook, isAutoApproved, scheduledTime = 0 }: Plan): Workflow {
  const levels = levelsOf(template, isAutoApproved);
  const names = levels.map(({ name }) => name);
  const inputs = inputsOf(runbook);
  const window = { ScheduledTime: scheduledTime, ChecksCalendars: template.content.emergencyChange !== true };
  const mainSteps = [
    ...(isAutoApproved ? [] : levels),
    {
      name: unlike(names, 'ChangeWindow'),
      action: 'aws:approve',
      inputs: { ...picked(levels.at(-1)?.inputs, approverInputs), ChangeWindow: '{{ change_Window }}' },
    },
    { name: unlike(names, 'RunRunbook'), action: 'aws:executeAutomation', inputs: referencesTo(inputs) },
  ];
  const { schemaVersion = '0.3', parameters = {} } = template.content;
  return {
    content: JSON.stringify({ schemaVersion, parameters, mainSteps }),
    // No parameter is called so: their names have no underscores.
    values: {
      change_Window: window,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`change_${name}`, value])),
    },
  };
}

/** What the step that runs the runbook takes. */
function inputsOf({ Parameters, ...runbook }: RequestedRunbook): JsonObject {
  return JSON.parse(JSON.stringify({ ...runbook, RuntimeParameters: Parameters ?? {} })) as JsonObject;
}

const referencesTo = (inputs: JsonObject): JsonObject =>
  Object.fromEntries(Object.keys(inputs).map((name) => [name, `{{ change_${name} }}`]));

/** The approvals of a template; where a step would lead, or what would follow its failure, does not count. */
function levelsOf({ name, content }: Template, isAutoApproved: boolean): JsonObject[] {
  const steps = Array.isArray(content.mainSteps) ? content.mainSteps.filter(isMap) : [];
  const other = steps.find(({ action }) => action !== 'aws:approve');
  if (other) throw refused(name, `step ${shown(other.name)} is no aws:approve`);
  if (steps.length > mostLevels) throw refused(name, `it has more than ${mostLevels} levels of approvals`);
  if (steps.length === 0 && !isAutoApproved) throw refused(name, 'it has no approvals');
  return steps.map((step) => picked(step, levelMembers));
}

const refused = (name: string, why: string) =>
  invalidAutomationExecutionParameters(`Change template ${name} cannot be used: ${why}.`);

const picked = (members: Json | undefined, names: string[]): JsonObject =>
  isMap(members) ? Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name))) : {};

/** A name that no step has yet. */
const unlike = (names: (Json | undefined)[], name: string): string =>
  names.includes(name) ? unlike(names, `${name}_`) : name;
