import { isMap, type Json, type JsonObject } from '../../../functions/ports/json.ts';
import { textOf } from '../../../functions/ports/cloudformation-template.ts';

/** What an expression needs: `Ref` names a parameter or a resource, `GetAtt` a resource, `Condition` a condition. */
export interface Reference {
  kind: 'Ref' | 'GetAtt' | 'Condition';
  name: string;
}

const variable = /\$\{([^!][^}]*)\}/g;

/** All references below a value. */
export function* referencesIn(value: Json): Generator<Reference> {
  if (Array.isArray(value)) for (const member of value) yield* referencesIn(member);
  if (!isMap(value)) return;
  for (const [name, member] of Object.entries(value)) yield* ofMember(name, member);
}

function* ofMember(name: string, member: Json): Generator<Reference> {
  if (name === 'Ref' && typeof member === 'string') yield { kind: 'Ref', name: member };
  else if (name === 'Fn::GetAtt') yield* ofAttribute(member);
  else if (name === 'Fn::Sub') yield* ofText(member);
  else if (name === 'Fn::If') yield* ofIf(member);
  else if (name === 'Condition' && typeof member === 'string') yield { kind: 'Condition', name: member };
  else yield* referencesIn(member);
}

function* ofAttribute(member: Json): Generator<Reference> {
  const [name] = Array.isArray(member) ? member : [textOf(member).split('.')[0] ?? ''];
  if (typeof name === 'string') yield { kind: 'GetAtt', name };
}

function* ofText(member: Json): Generator<Reference> {
  const [text, values = {}] = Array.isArray(member) ? member : [member];
  yield* referencesIn(values);
  for (const name of variablesOf(textOf(text ?? ''))) {
    const [first = '', ...rest] = name.split('.');
    if (isMap(values) && Object.hasOwn(values, name)) continue;
    yield { kind: rest.length > 0 ? 'GetAtt' : 'Ref', name: first };
  }
}

function* ofIf(member: Json): Generator<Reference> {
  const [condition, ...branches] = Array.isArray(member) ? member : [];
  if (typeof condition === 'string') yield { kind: 'Condition', name: condition };
  yield* referencesIn(branches);
}

/** The names in `${}` of a text for Fn::Sub; `${!Literal}` is none. */
const variablesOf = (text: string): string[] => Array.from(text.matchAll(variable), ([, name = '']) => name.trim());

/** The resources that a resource needs before it. */
export function needsOf(resource: JsonObject, resources: JsonObject): string[] {
  const { DependsOn = [], Properties = {} } = resource;
  const named = [...referencesIn(Properties)].filter(({ kind }) => kind !== 'Condition').map(({ name }) => name);
  return [...new Set([...[DependsOn].flat().map(String), ...named])].filter((name) => Object.hasOwn(resources, name));
}
