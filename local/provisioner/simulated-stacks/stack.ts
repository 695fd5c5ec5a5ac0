import { isMap, type Json, type JsonObject } from '../../../functions/ports/json.ts';
import { checkTemplate, section, unresolvedDependencies } from './check.ts';
import { checkName } from './names.ts';
import { attributeOf, type MadeUp, physicalIdOf, type Place } from './made-up.ts';
import { needsOf } from './references.ts';
import { resolve, type Scope } from './resolve.ts';
import { serverlessMakes } from './serverless.ts';
import { readTemplate, StackRefused, textOf } from '../../../functions/ports/cloudformation-template.ts';

/** What a template would make; `exports` are what other stacks may import, by name. */
export interface Stack {
  resources: MadeUp[];
  outputs: Record<string, string>;
  exports: Record<string, string>;
  imports: string[];
}

/** Where a stack is made, and how it finds what other stacks export. */
export interface Surroundings extends Place {
  exported(name: string): string | undefined;
}

/** What a template's text would make. Throws StackRefused where CloudFormation surely would not make it. */
export function stackOf(text: string, surroundings: Surroundings): Stack {
  const template = readTemplate(text);
  checkTemplate(template);
  const made = new Map<string, MadeUp>();
  const imports = new Set<string>();
  const scope = scopeOf(template, { made, imports, surroundings });
  for (const name of inOrder(section(template, 'Resources'), scope))
    make(name, { template, made, scope, surroundings });
  return { resources: [...made.values()], ...outputsOf(template, scope), imports: [...imports] };
}

interface Making {
  made: Map<string, MadeUp>;
  imports: Set<string>;
  surroundings: Surroundings;
}

function scopeOf(template: JsonObject, { made, imports, surroundings }: Making): Scope {
  const parameters = parameterValues(template);
  const conditions = section(template, 'Conditions');
  const found = (name: string): MadeUp => made.get(name) ?? madeByMacro(name, template, surroundings);
  const scope: Scope = {
    region: surroundings.region,
    mappings: section(template, 'Mappings'),
    ref: (name) => {
      const pseudo = pseudoParameter(name, surroundings);
      return pseudo === nothing ? undefined : (pseudo ?? parameters[name] ?? found(name).physicalId);
    },
    attribute: (name, attribute) => attributeOf(found(name), attribute, surroundings),
    condition: (name) => resolve(conditions[name] ?? false, scope) === true,
    exported: (name) => {
      const value = surroundings.exported(name);
      if (value === undefined) throw new StackRefused(`No export named ${name} found.`);
      imports.add(name);
      return value;
    },
  };
  return scope;
}

/** A name that neither is made nor comes from the macro is of a resource whose condition does not hold. */
function madeByMacro(logicalId: string, template: JsonObject, place: Place): MadeUp {
  if (!serverlessMakes(logicalId, template)) throw unresolvedDependencies([logicalId], 'Resources');
  const type = logicalId.endsWith('Role') ? 'AWS::IAM::Role' : 'AWS::Serverless::Api';
  const made = { type, logicalId, properties: {} };
  return { ...made, physicalId: physicalIdOf(made, place) };
}

const nothing = Symbol('AWS::NoValue');

function pseudoParameter(
  name: string,
  { stackName, stackId, account, region }: Place,
): Json | typeof nothing | undefined {
  if (name === 'AWS::NoValue') return nothing;
  const values: Record<string, Json> = {
    'AWS::AccountId': account,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': stackId,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return values[name];
}

/** Nobody gives parameters: each must have a default. */
function parameterValues(template: JsonObject): JsonObject {
  const parameters = Object.entries(section(template, 'Parameters'));
  const missing = parameters.filter(([, one]) => !isMap(one) || one['Default'] === undefined).map(([name]) => name);
  if (missing.length > 0) throw new StackRefused(`Parameters: [${missing.join(', ')}] must have values`);
  return Object.fromEntries(parameters.map(([name, one]) => [name, valueOf(one as JsonObject)]));
}

const valueOf = ({ Type: type = '', Default: value = '' }: JsonObject): Json =>
  textOf(type).includes('List')
    ? textOf(value)
        .split(',')
        .map((one) => one.trim())
    : value;

/** The resources whose conditions hold, each after what it needs. */
function inOrder(resources: JsonObject, scope: Scope): string[] {
  const isWanted = ([, resource]: [string, Json]) => {
    const condition = isMap(resource) ? resource['Condition'] : undefined;
    return typeof condition !== 'string' || scope.condition(condition);
  };
  const wanted = Object.fromEntries(Object.entries(resources).filter(isWanted)) as Record<string, JsonObject>;
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    for (const need of needsOf(wanted[name] ?? {}, wanted)) visit(need);
    ordered.add(name);
  };
  Object.keys(wanted).forEach(visit);
  return [...ordered];
}

interface Maker extends Pick<Making, 'made' | 'surroundings'> {
  template: JsonObject;
  scope: Scope;
}

function make(logicalId: string, { template, made, scope, surroundings }: Maker): void {
  const resource = section(template, 'Resources')[logicalId] as JsonObject;
  const resolved = resolve(resource['Properties'] ?? {}, scope);
  const one = { type: textOf(resource['Type'] ?? '').trim(), logicalId, properties: isMap(resolved) ? resolved : {} };
  checkName(one);
  made.set(logicalId, { ...one, physicalId: physicalIdOf(one, surroundings) });
}

function outputsOf(template: JsonObject, scope: Scope): Pick<Stack, 'outputs' | 'exports'> {
  const stack: Pick<Stack, 'outputs' | 'exports'> = { outputs: {}, exports: {} };
  for (const [name, output] of Object.entries(section(template, 'Outputs')) as [string, JsonObject][]) {
    const { Condition: condition, Value = '', Export } = output;
    if (typeof condition === 'string' && !scope.condition(condition)) continue;
    const value = resolve(Value, scope);
    if (value === undefined || typeof value === 'object')
      throw new StackRefused(
        `Template format error: Output ${name} is malformed. The Value field of every Outputs member must evaluate to a String.`,
      );
    stack.outputs[name] = String(value);
    if (isMap(Export)) stack.exports[textOf(resolve(Export['Name'] ?? '', scope) ?? '')] = String(value);
  }
  return stack;
}
