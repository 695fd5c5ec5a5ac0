import { CORE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import { isMap, type Json, type JsonObject } from './json.ts';

/** What CloudFormation would refuse, or fail at, in its words as far as they are known. */
export class StackRefused extends Error {
  override name = 'StackRefused';
}

/** The largest template that CloudFormation takes, in bytes, from S3. */
const largest = 1_048_576;

const functions = ['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'ForEach', 'GetAZs', 'If', 'ImportValue'];
const moreFunctions = ['Join', 'Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'];
const kinds = ['scalar', 'sequence', 'mapping'] as const;

const shortForm = (tag: string, construct: (value: Json) => JsonObject): Type[] =>
  kinds.map((kind) => new Type(`!${tag}`, { kind, construct }));

/** `!GetAtt A.B.C` is attribute B.C of A. */
const attribute = (value: Json): JsonObject => {
  const [name = '', ...rest] = typeof value === 'string' ? value.split('.') : [];
  return { 'Fn::GetAtt': typeof value === 'string' ? [name, rest.join('.')] : value };
};

const schema = CORE_SCHEMA.extend([
  ...shortForm('Ref', (value) => ({ Ref: value })),
  ...shortForm('Condition', (value) => ({ Condition: value })),
  ...shortForm('GetAtt', attribute),
  ...[...functions, ...moreFunctions].flatMap((name) => shortForm(name, (value) => ({ [`Fn::${name}`]: value }))),
]);

/** A template's text, YAML with short forms or JSON, as JSON with the long forms. Throws StackRefused. */
export function readTemplate(text: string): JsonObject {
  if (Buffer.byteLength(text) > largest)
    throw new StackRefused(`1 validation error detected: the template may not be larger than ${largest} bytes`);
  const template = parsed(text);
  if (!isMap(template)) throw new StackRefused('Template format error: unsupported structure.');
  checkTree(template, '', new Set());
  return template;
}

/** A value as text: what is no scalar as JSON. */
export const textOf = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** The parser calls itself for each level; nothing real is as deep. */
const deepest = 200;

function depthChecked(): (event: string) => void {
  let depth = 0;
  return (event) => {
    depth += event === 'open' ? 1 : -1;
    if (depth > deepest) throw new StackRefused('Template format error: the template is nested too deeply.');
  };
}

function parsed(text: string): Json {
  try {
    return load(text, { schema, listener: depthChecked() }) as Json;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = (error as Partial<YAMLException>).mark ?? {};
    throw new StackRefused(`Template format error: YAML not well-formed. (line ${line + 1}, column ${column + 1})`);
  }
}

function checkTree(value: Json, path: string, seen: Set<Json>): void {
  if (value === null) throw new StackRefused(`[${path}] 'null' values are not allowed in templates`);
  if (typeof value !== 'object') return;
  if (seen.has(value))
    throw new StackRefused('Template format error: YAML aliases are not allowed in CloudFormation templates');
  seen.add(value);
  for (const [name, member] of Object.entries(value)) checkTree(member, `${path}/${name}`, seen);
}
