import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { refuseFields, requiredObject, textField } from './definition-fields.ts';
import { compileDataFlow } from './data-flow.ts';
import { itemEnded, itemFailed, resumeMap, startMap } from './map-items.ts';
import { parseJsonPath } from './json-path.ts';
import { readPath } from './json-path-read.ts';
import { isIntrinsic } from './intrinsics/parse-intrinsic.ts';
import { compileExpression, compileTemplate, type Evaluate } from './payload-template.ts';
import { compileParts, compileSetting } from './state-parts.ts';
import type { Draft, MapState, Scope } from './state.ts';
import { InvalidDefinition, runtimeError } from './states-error.ts';

/** What only a distributed Map has; one that runs in this process has no use for it. */
const distributedFields = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label', 'MaxItemsPerBatch'];

/**
 * Map: its processor runs for each item, so many at once; the list of the results is its result.
 * Source: https://states-language.net/spec.html#map-state
 */
export function compileMap(draft: Draft): MapState {
  const { definition } = draft;
  refuseFields(definition, distributedFields);
  const { ItemSelector: selector = definition.Parameters } = definition;
  const state: MapState = {
    ...compileParts(draft),
    flow: { ...compileDataFlow(definition), parameters: undefined },
    type: 'Map',
    scopes: [compileProcessor(draft)],
    itemsPath: compileItemsPath(textField(definition, 'ItemsPath') ?? '$'),
    itemSelector: selector === undefined ? undefined : compileTemplate(selector),
    maxConcurrency: compileSetting(draft, 'MaxConcurrency'),
    toleratedFailureCount: compileSetting(draft, 'ToleratedFailureCount'),
    toleratedFailurePercentage: compileSetting(draft, 'ToleratedFailurePercentage'),
    run: (runtime, frame) => startMap(runtime, frame, state),
    resume: (runtime, frame) => resumeMap(runtime, frame, state),
    childEnded: (runtime, child) => itemEnded(runtime, child, state),
    childFailed: (runtime, child, error) => itemFailed(runtime, child, { error, state }),
  };
  return state;
}

function compileProcessor({ name, definition, scope, scopeOf }: Draft): Scope {
  const { ItemProcessor: processor = definition.Iterator } = definition;
  const whole: JsonObject = requiredObject(processor, 'ItemProcessor');
  const { Mode: mode = 'INLINE' } = requiredObject(whole.ProcessorConfig ?? {}, 'ProcessorConfig');
  if (mode !== 'INLINE') throw new InvalidDefinition(`The Map mode ${JSON.stringify(mode)} is not supported`);
  return scopeOf(whole, `${scope.path}/${name}`);
}

/** The items, which must be an array. */
function compileItemsPath(text: string): Evaluate {
  const read = isIntrinsic(text) ? compileExpression(text, 'ItemsPath') : undefined;
  const path = read ? undefined : parseJsonPath(text);
  return (environment): Json[] => {
    const items = path ? readPath(path, environment) : read?.(environment);
    if (Array.isArray(items)) return items;
    if (items !== undefined) throw runtimeError(`Reference path "${text}" must point to array.`);
    throw runtimeError(`Invalid path '${text}': The Map state's ItemsPath does not reference an input value.`);
  };
}
