import type { JsonObject } from '../../../ports/json.ts';
import { invalidDocumentContent } from '../../errors.ts';
import { checkEndless } from './endless.ts';
import { checkFlow } from './flow.ts';
import { checkParameters, checkVariables } from './parameters.ts';
import { checkReferences } from './references.ts';
import { checkSteps } from './steps.ts';
import { shown } from './shown.ts';
import { writtenSteps } from './written-step.ts';

const MEMBERS = 'schemaVersion description assumeRole parameters variables mainSteps outputs files'.split(' ');
const TEMPLATE_MEMBERS = 'emergencyChange autoApprovable templateInformation executableRunBooks'.split(' ');

/** Checks a runbook (schemaVersion 0.3) as a whole, or throws InvalidDocumentContent in the service's words for the first thing that is wrong. */
export function checkRunbook(document: JsonObject, type: string): void {
  checkMembers(document, type === 'Automation' ? MEMBERS : [...MEMBERS, ...TEMPLATE_MEMBERS]);
  if (document.mainSteps === undefined) throw invalidDocumentContent('Missing "mainSteps" in the document.');
  checkParameters(document.parameters);
  checkVariables(document.variables);
  const mainSteps = writtenSteps('mainSteps', document.mainSteps);
  checkSteps(mainSteps);
  checkFlow(mainSteps);
  checkReferences(document, mainSteps);
  checkEndless(mainSteps);
}

function checkMembers(document: JsonObject, known: string[]): void {
  const unknown = Object.keys(document).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw invalidDocumentContent(`Unknown properties found in the document: ${shown(unknown)}.`);
  for (const name of ['description', 'assumeRole']) {
    if (typeof (document[name] ?? '') !== 'string') throw invalidDocumentContent(`"${name}" should be a string.`);
  }
}
