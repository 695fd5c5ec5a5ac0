import { raise } from '../error.ts';
import { Dict } from '../values/dict.ts';
import { truth } from '../values/iterate.ts';
import { text } from '../values/repr.ts';
import { string } from '../values/compare.ts';
import { Undefined } from '../values/undefined.ts';
import { typeName, type Value } from '../values/value.ts';
import { Aligned } from './aligned.ts';
import { filter, type Filter } from './filter.ts';

const safe = /^[a-zA-Z0-9_-]*$/;
const arn = /^arn:aws[a-zA-Z-]*:[a-zA-Z0-9-]+:[a-zA-Z0-9-]*:(?:\d{12})?:[\w+=,.@:/*-]+$/;
const policyArn = /^arn:[a-zA-Z-]+:iam::\d{12}:policy\//;

/** Words and numbers that YAML 1.1 does not read as text. */
const special = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+.]?[\d.][\d._eE+:,xob-]*|[-+]?\.(?:inf|nan)|\.nan)$/i;
const plain = /^[A-Za-z0-9_./+][A-Za-z0-9_./+@=,~*-]*(?:[ :]+[A-Za-z0-9_./+@=,~*-]+)*$/;

/** A scalar of YAML. */
function scalar(value: Value): string {
  const characters = string(value);
  if (characters === undefined)
    return typeof value === 'boolean' ? String(value) : value === null ? 'null' : text(value);
  if (plain.test(characters) && !special.test(characters) && !characters.includes(': ')) return characters;
  return /^[ -~]*$/.test(characters) ? `'${characters.replaceAll("'", "''")}'` : JSON.stringify(characters);
}

function members(value: Value): [Value, Value][] {
  if (value instanceof Undefined) return value.fail();
  if (!(value instanceof Dict)) return raise('TypeError', `a dict is needed, not ${typeName(value)}`);
  return [...value.entries()];
}

/** The members of a dict; not `raw`: each value must be harmless. */
function checked(value: Value, raw: Value): [Value, Value][] {
  const found = members(value);
  const bad = truth(raw) ? undefined : found.find(([, member]) => !safe.test(text(member)));
  if (bad === undefined) return found;
  return raise('ValueError', `Illegal character(s) detected in "${text(bad[1])}". Must match regex ^[a-zA-Z0-9_-]*$`);
}

function ecsVariables(value: Value, raw: Value): Value {
  const pair = ([name, member]: [Value, Value]) => [`- Name: ${scalar(name)}`, `  Value: ${scalar(member)}`];
  return new Aligned(checked(value, raw).flatMap(pair), '[]');
}

function lambdaVariables(value: Value, raw: Value): Value {
  return new Aligned(
    checked(value, raw).map(([name, member]) => `${scalar(name)}: ${scalar(member)}`),
    '{}',
  );
}

function policyArns(value: Value): Value {
  const arns = members(value).filter(([, member]) => policyArn.test(string(member) ?? ''));
  return new Aligned(
    arns.map(([, member]) => `- ${scalar(member)}`),
    '[]',
  );
}

function sanitize(value: Value): Value {
  const characters = text(value);
  if (safe.test(characters) || arn.test(characters)) return value;
  const rule = 'Must match regex ^[a-zA-Z0-9_-]*$ or be a valid ARN';
  return raise('ValueError', `Illegal character(s) detected in "${characters}". ${rule}`);
}

/**
 * The filters that Proton adds for CloudFormation
 * (https://docs.aws.amazon.com/proton/latest/userguide/parameter-filters.html).
 */
export const protonFilters: Filter[] = [
  filter(
    { name: 'proton_cfn_ecs_task_definition_formatted_env_vars', required: ['outputs'], optional: { raw: true } },
    ([value, raw]) => ecsVariables(value, raw),
  ),
  filter(
    { name: 'proton_cfn_lambda_function_formatted_env_vars', required: ['outputs'], optional: { raw: true } },
    ([value, raw]) => lambdaVariables(value, raw),
  ),
  filter({ name: 'proton_cfn_iam_policy_arns', required: ['outputs'] }, ([value]) => policyArns(value)),
  filter({ name: 'proton_cfn_sanitize', required: ['value'] }, ([value]) => sanitize(value)),
];
