import type { JsonObject } from '../../../ports/json.ts';
import { checkEndless } from './endless.ts';
import { checkFlow } from './flow.ts';
import { checkParameters, checkVariables } from './parameters.ts';
import { type Problems, wrong } from './problem.ts';
import { checkReferences } from './references.ts';
import { checkSteps } from './steps.ts';
import { shown } from './shown.ts';
import { writtenSteps } from './written-step.ts';

const MEMBERS = 'schemaVersion description assumeRole parameters variables mainSteps outputs files'.split(' ');
const TEMPLATE_MEMBERS = 'emergencyChange autoApprovable templateInformation executableRunBooks'.split(' ');

/** Checks a runbook (schemaVersion 0.3) as a whole, in the service's words. */
export function* checkRunbook(document: JsonObject, type: string): Problems {
  yield* checkMembers(document, type === 'Automation' ? MEMBERS : [...MEMBERS, ...TEMPLATE_MEMBERS]);
  const { mainSteps: written } = document;
  if (written === undefined) yield wrong([], 'Missing "mainSteps" in the document.');
  yield* checkParameters(document.parameters);
  yield* checkVariables(document.variables);
  if (written === undefined) return;
  const mainSteps = yield* writtenSteps(written, ['mainSteps']);
  yield* checkSteps(mainSteps);
  yield* checkFlow(mainSteps);
  yield* checkReferences(document, mainSteps);
  yield* checkEndless(mainSteps);
}

function* checkMembers(document: JsonObject, known: string[]): Problems {
  const unknown = Object.keys(document).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    yield wrong(unknown.slice(0, 1), `Unknown properties found in the document: ${shown(unknown)}.`);
  for (const name of ['description', 'assumeRole'])
    if (typeof (document[name] ?? '') !== 'string') yield wrong([name], `"${name}" should be a string.`);
}
