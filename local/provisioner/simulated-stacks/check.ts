import { isMap, type Json, type JsonObject } from '../../../functions/ports/json.ts';
import { isServerless, serverlessMakes } from './serverless.ts';
import { needsOf, referencesIn } from './references.ts';
import { StackRefused } from '../../../functions/ports/cloudformation-template.ts';

const sections = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Globals',
  'Hooks',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
]);

const attributes = new Set([
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'Properties',
  'Type',
  'UpdatePolicy',
  'UpdateReplacePolicy',
]);

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const most: Record<string, number> = { Resources: 500, Outputs: 200, Parameters: 200, Mappings: 200 };

const pseudoParameters = new Set(
  ['AccountId', 'NotificationARNs', 'NoValue', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
    (name) => `AWS::${name}`,
  ),
);

/** A section of a template: its members by name. */
export function section(template: JsonObject, name: string): JsonObject {
  const { [name]: members = {} } = template;
  if (!isMap(members)) throw new StackRefused(`Template format error: ${name} is not a map`);
  return members;
}

/** Throws StackRefused where CloudFormation's validation surely would. */
export function checkTemplate(template: JsonObject): void {
  const unknown = Object.keys(template).filter((name) => !sections.has(name));
  if (unknown.length > 0) throw new StackRefused(`Invalid template property or properties [${unknown.join(', ')}]`);
  const { AWSTemplateFormatVersion: version = '2010-09-09' } = template;
  if (version !== '2010-09-09') throw new StackRefused('Template format error: unsupported template format version.');
  for (const [name, limit] of Object.entries(most)) checkCount(template, name, limit);
  const resources = section(template, 'Resources');
  if (Object.keys(resources).length === 0)
    throw new StackRefused('Template format error: At least one Resources member must be defined.');
  for (const [name, resource] of Object.entries(resources)) checkResource(name, resource, template);
  for (const [name, output] of Object.entries(section(template, 'Outputs'))) checkOutput(name, output);
  checkReferences(template, 'Resources');
  checkReferences(template, 'Outputs');
  checkCircles(resources);
}

function checkCount(template: JsonObject, name: string, limit: number): void {
  const count = Object.keys(section(template, name)).length;
  if (count > limit)
    throw new StackRefused(
      `Template format error: Number of ${name.toLowerCase()}, ${count}, is greater than maximum allowed, ${limit}`,
    );
}

const typeName = /^(AWS|Alexa|Custom|[A-Za-z0-9]+)(::[A-Za-z0-9_@-]+){1,3}$/;

function checkResource(name: string, resource: Json, template: JsonObject): void {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name))
    throw new StackRefused(`Template format error: Resource name ${name} is non alphanumeric.`);
  if (!isMap(resource)) throw new StackRefused('Template format error: Any Resources member must be an object.');
  const { Type: type } = resource;
  if (typeof type !== 'string')
    throw new StackRefused(
      `Template format error: [/Resources/${name}] Every Resources object must contain a Type member.`,
    );
  if (!typeName.test(type.trim()))
    throw new StackRefused(`Template format error: Unrecognized resource types: [${type}]`);
  const unknown = Object.keys(resource).find((attribute) => !attributes.has(attribute));
  if (unknown && !isServerless(template)) throw new StackRefused(`Invalid template resource property '${unknown}'`);
}

function checkOutput(name: string, output: Json): void {
  if (!isMap(output) || output['Value'] === undefined)
    throw new StackRefused(
      `Template format error: Output ${name} is malformed. Every Outputs member must contain a Value object`,
    );
}

function checkReferences(template: JsonObject, block: 'Resources' | 'Outputs'): void {
  const resources = section(template, 'Resources');
  const conditions = section(template, 'Conditions');
  const isResource = (name: string) => Object.hasOwn(resources, name) || serverlessMakes(name, template);
  const isKnown = (name: string) =>
    isResource(name) || Object.hasOwn(section(template, 'Parameters'), name) || pseudoParameters.has(name);
  const all = [...referencesIn(section(template, block))];
  const condition = all.find(({ kind, name }) => kind === 'Condition' && !Object.hasOwn(conditions, name));
  if (condition)
    throw new StackRefused(
      `Template format error: Unresolved condition dependency ${condition.name} in the ${block} block of the template`,
    );
  const attribute = all.find(({ kind, name }) => kind === 'GetAtt' && !isResource(name));
  if (attribute)
    throw new StackRefused(`Template error: instance of Fn::GetAtt references undefined resource ${attribute.name}`);
  const named = all.filter(({ kind }) => kind === 'Ref').map(({ name }) => name);
  const unresolved = [...named.filter((name) => !isKnown(name)), ...dependenciesWithout(resources, isResource)];
  if (unresolved.length > 0) throw unresolvedDependencies([...new Set(unresolved)], block);
}

const dependenciesWithout = (resources: JsonObject, isResource: (name: string) => boolean): string[] =>
  Object.values(resources)
    .flatMap((resource) => (isMap(resource) ? [resource['DependsOn'] ?? []].flat() : []))
    .map(String)
    .filter((name) => !isResource(name));

/** References that lead nowhere. */
export const unresolvedDependencies = (names: string[], block: string): StackRefused =>
  new StackRefused(
    `Template format error: Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`,
  );

/** Takes away what needs nothing that is left, until nothing is: what stays goes round in circles. */
function checkCircles(resources: JsonObject): void {
  let left = new Map(Object.entries(resources).map(([name, one]) => [name, needsOf(one as JsonObject, resources)]));
  for (let before = Infinity; left.size < before;) {
    before = left.size;
    left = new Map([...left].filter(([, needs]) => needs.some((one) => left.has(one))));
  }
  if (left.size > 0) throw new StackRefused(`Circular dependency between resources: [${[...left.keys()].join(', ')}]`);
}
