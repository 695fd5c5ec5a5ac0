import type { Json, JsonObject } from '../../../ports/json.ts';
import { basicType, isMap, isOfType, typedValue } from '../../expressions/typed-value.ts';
import { integerFrom } from '../runbook-from.ts';
import { type Path, type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';

const SSM_REFERENCE = /\{\{\s*ssm:[\w./:-]+\s*\}\}/;
const LIMITS = ['minItems', 'maxItems', 'minChars', 'maxChars'];

/** Checks the `parameters` of a runbook: names, types, defaults and what limits their values. */
export function* checkParameters(parameters: Json | undefined): Problems {
  for (const [name, definition] of yield* definitions('parameters', parameters)) {
    const path = ['parameters', name];
    if (!/^[A-Za-z0-9]+$/.test(name)) yield wrong(path, `Parameter name "${shown(name)}" is not alpha-numeric.`);
    yield* checkType(definition, path);
    yield* checkLimits(name, definition);
  }
}

/** Checks the `variables` of a runbook: names, basic types and defaults. */
export function* checkVariables(variables: Json | undefined): Problems {
  for (const [name, definition] of yield* definitions('variables', variables)) {
    const path = ['variables', name];
    if (!/^\w+$/.test(name)) yield wrong(path, `Variable name "${shown(name)}" is invalid.`);
    yield* checkType(definition, path);
  }
}

function* definitions(member: string, map: Json | undefined): Problems<[string, JsonObject][]> {
  if (isMap(map)) return Object.entries(map).map(([name, definition]) => [name, isMap(definition) ? definition : {}]);
  if (map !== undefined && map !== null) yield wrong([member], `"${member}" should be a map.`);
  return [];
}

function* checkType({ type, default: written = null }: JsonObject, path: Path): Problems {
  if (type === undefined) return yield wrong(path, 'Missing "type" in parameter definition.');
  if (typeof type !== 'string' || !basicType(type))
    return yield wrong([...path, 'type'], `Parameter type: ${shown(type)} is invalid.`);
  if (!isDefault(type, written)) yield wrong([...path, 'default'], `Wrong default value for a "${type}" parameters`);
}

// The text of an Integer, a map or a list of maps is as good as the value; the value of an SSM parameter comes when a run starts.
function isDefault(type: string, written: Json): boolean {
  if (typeof written !== 'string') return isOfType(type, written);
  const basic = basicType(type);
  if (basic === 'StringList') return SSM_REFERENCE.test(written);
  return basic === 'String' || (basic !== 'Boolean' && typedValue(type, [written]) !== undefined);
}

function* checkLimits(name: string, definition: JsonObject): Problems {
  const allowedValues = definition.allowedValues ?? [];
  const allowedPattern = definition.allowedPattern ?? '';
  const invalid = LIMITS.filter(
    (limit) => definition[limit] !== undefined && integerFrom(definition[limit]) === undefined,
  );
  if (typeof allowedPattern !== 'string') invalid.unshift('allowedPattern');
  if (!Array.isArray(allowedValues)) invalid.unshift('allowedValues');
  for (const property of invalid)
    yield wrong(
      ['parameters', name, property],
      `${property}: ${shown(definition[property])} is invalid in parameter: ${name}.`,
    );
}
