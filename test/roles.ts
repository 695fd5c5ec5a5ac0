import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../functions/api/iam/decide.ts';
import type { Principal } from '../functions/api/principal.ts';
import Roles from '../serverless-plugins/roles.ts';
import { logicalName, type Serverless, type Value } from '../serverless-plugins/service.ts';
import { arns, stack } from './places.ts';
import { roomIn } from './template.ts';
import type { Asked } from './sdk-questions.ts';

const root = join(import.meta.dirname, '..');
const account = '000000000000';

/** The roles of all functions that serverless/*.yml names, as the principals they are to IAM. */
function deployedRoles(): Map<string, Principal> {
  const functions = readdirSync(join(root, 'serverless')).map((file) => roomIn(file).functions ?? {});
  const service: Serverless['service'] = {
    service: 'quaymaster',
    functions: Object.assign({}, ...functions) as Serverless['service']['functions'],
    custom: {
      attachmentSources: 'arn:aws:s3:::*/*',
      templateSources: 'arn:aws:s3:::*/*',
      assumableRoles: '*',
      alarmTopic: '',
      powershellLayer: '',
    },
    resources: { Resources: {} },
    provider: { compiledCloudFormationTemplate: { Resources: {} } },
  };
  const stage = { getStage: () => stack.replace('quaymaster-', '') };
  const configSchemaHandler = { defineFunctionProperties: () => {} };
  new Roles({ serviceDir: root, configSchemaHandler, getProvider: () => stage, service }).hooks.initialize?.();
  const { Resources } = service.resources;
  return new Map(Object.keys(service.functions).map((name) => [logicalName(name), principal(name, Resources)]));
}

function principal(name: string, resources: Serverless['service']['resources']['Resources']): Principal {
  const policies = resources[`${logicalName(name)}Role`]?.Properties?.Policies as { PolicyDocument: object }[];
  const documents = policies.map(({ PolicyDocument }) => JSON.parse(JSON.stringify(PolicyDocument), known) as object);
  const arn = `arn:aws:sts::${account}:assumed-role/${name}`;
  return { name, arn, accessKeyId: '', secretAccessKey: '', policies: documents };
}

/** CloudFormation's functions as what they stand for. */
const known = (_key: string, value: Value): unknown => {
  if (typeof value !== 'object') return value;
  const { 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value as { 'Fn::GetAtt'?: string[]; 'Fn::Sub'?: string };
  if (attribute) return arns[attribute[0] ?? ''] ?? `arn:aws:other:::${attribute[0]}`;
  return text === undefined
    ? value
    : text.replace(/\$\{(?:AWS::)?(\w+)(?:\.Arn)?\}/g, (_, name: string) => words[name] ?? arns[name] ?? '');
};
const words: Record<string, string> = { Partition: 'aws', Region: 'us-east-1', AccountId: account };

const roles = deployedRoles();
const context = () => new Map<string, string>();

/** Runs the code of functions as if under the roles of the template. */
export interface UnderRoles {
  /** Runs what belongs to a function, which has the role the template gives it. What is run without is the test itself. */
  as: <Result>(name: string, work: () => Result) => Result;
  /** Throws where the function at work may not do it. */
  ask: (asked: Asked) => void;
  /** What the functions did: `SsmAutomationWaiting states:SendTaskSuccess`. */
  used: Set<string>;
}

/** Opens it with nothing done yet. */
export function underRoles(): UnderRoles {
  const atWork = new AsyncLocalStorage<string>();
  const used = new Set<string>();
  return {
    as: (name, work) => atWork.run(name, work),
    ask: ({ action, resource }) => {
      const name = atWork.getStore();
      if (name === undefined) return;
      used.add(`${name} ${action}`);
      const role = roles.get(name);
      const isAllowed = role && decide(role, { action, resource, context }) === 'Allowed';
      if (!isAllowed) throw new Error(`The role of ${name} does not allow ${action} on ${resource}`);
    },
    used,
  };
}
