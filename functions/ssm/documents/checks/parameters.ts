import type { Json, JsonObject } from '../../../ports/json.ts';
import { invalidDocumentContent } from '../../errors.ts';
import { basicType, isMap, isOfType, typedValue } from '../../expressions/typed-value.ts';
import { integerFrom } from '../runbook-from.ts';
import { shown } from './shown.ts';

const SSM_REFERENCE = /\{\{\s*ssm:[\w./:-]+\s*\}\}/;
const LIMITS = ['minItems', 'maxItems', 'minChars', 'maxChars'];

/** Checks the `parameters` of a runbook: names, types, defaults and what limits their values. */
export function checkParameters(parameters: Json | undefined): void {
  for (const [name, definition] of definitions('parameters', parameters)) {
    if (!/^[A-Za-z0-9]+$/.test(name))
      throw invalidDocumentContent(`Parameter name "${shown(name)}" is not alpha-numeric.`);
    checkType(definition);
    checkLimits(name, definition);
  }
}

/** Checks the `variables` of a runbook: names, basic types and defaults. */
export function checkVariables(variables: Json | undefined): void {
  for (const [name, definition] of definitions('variables', variables)) {
    if (!/^\w+$/.test(name)) throw invalidDocumentContent(`Variable name "${shown(name)}" is invalid.`);
    checkType(definition);
  }
}

function definitions(member: string, map: Json | undefined): [string, JsonObject][] {
  if (map === undefined || map === null) return [];
  if (!isMap(map)) throw invalidDocumentContent(`"${member}" should be a map.`);
  return Object.entries(map).map(([name, definition]) => [name, isMap(definition) ? definition : {}]);
}

function checkType({ type, default: written = null }: JsonObject): void {
  if (type === undefined) throw invalidDocumentContent('Missing "type" in parameter definition.');
  if (typeof type !== 'string' || !basicType(type))
    throw invalidDocumentContent(`Parameter type: ${shown(type)} is invalid.`);
  if (!isDefault(type, written)) throw invalidDocumentContent(`Wrong default value for a "${type}" parameters`);
}

// The text of an Integer, a map or a list of maps is as good as the value; the value of an SSM parameter comes when a run starts.
function isDefault(type: string, written: Json): boolean {
  if (typeof written !== 'string') return isOfType(type, written);
  const basic = basicType(type);
  if (basic === 'StringList') return SSM_REFERENCE.test(written);
  return basic === 'String' || (basic !== 'Boolean' && typedValue(type, [written]) !== undefined);
}

function checkLimits(name: string, definition: JsonObject): void {
  const allowedValues = definition.allowedValues ?? [];
  const allowedPattern = definition.allowedPattern ?? '';
  const refuse = (property: string) => {
    throw invalidDocumentContent(`${property}: ${shown(definition[property])} is invalid in parameter: ${name}.`);
  };
  if (!Array.isArray(allowedValues)) refuse('allowedValues');
  if (typeof allowedPattern !== 'string') refuse('allowedPattern');
  for (const limit of LIMITS)
    if (definition[limit] !== undefined && integerFrom(definition[limit]) === undefined) refuse(limit);
}
