import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../functions/api/iam/decide.ts';
import type { Principal } from '../functions/api/principal.ts';
import { statementsOf } from '../serverless-plugins/rights.ts';
import Roles from '../serverless-plugins/roles.ts';
import { logicalName, type Serverless, type Value } from '../serverless-plugins/service.ts';
import { arns, stack } from './places.ts';
import { roomIn } from './template.ts';
import type { Asked } from './sdk-questions.ts';

const root = join(import.meta.dirname, '..');
const account = '000000000000';

/** What serverless/*.yml names, as a plugin sees it. */
function deployedService(): Serverless {
  const functions = readdirSync(join(root, 'serverless')).map((file) => roomIn(file).functions ?? {});
  const service: Serverless['service'] = {
    service: 'quaymaster',
    functions: Object.assign({}, ...functions) as Serverless['service']['functions'],
    custom: {
      attachmentSources: 'arn:aws:s3:::*/*',
      templateSources: 'arn:aws:s3:::*/*',
      assumableRoles: '*',
      provisioningRoles: '*',
      alarmTopic: '',
      powershellLayer: '',
      githubTokenSecret: '',
    },
    resources: { Resources: {} },
    provider: { compiledCloudFormationTemplate: { Resources: {} } },
  };
  const stage = { getStage: () => stack.replace('quaymaster-', '') };
  const configSchemaHandler = { defineFunctionProperties: () => {} };
  return { serviceDir: root, configSchemaHandler, getProvider: () => stage, service };
}

/** The roles of all functions, as the principals they are to IAM. */
function deployedRoles(): Map<string, Principal> {
  const serverless = deployedService();
  new Roles(serverless).hooks.initialize?.();
  const { service } = serverless;
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

/** A right of a function, as serverless/*.yml names it and for one machine, with all that it allows: `action resource`. */
export interface Granted {
  right: string;
  allows: string[];
}

/** The rights of all functions: `SsmReconcile workflows.start ssm-alarm`. */
export const granted = (): Granted[] =>
  Object.entries(deployedService().service.functions).flatMap(([name, { rights = [] }]) =>
    rights.flatMap(byMachine).map((right) => ({ right: `${logicalName(name)} ${right}`, allows: allowedBy(right) })),
  );

function byMachine(right: string): string[] {
  const [name = '', ...machines] = right.split(' ');
  return machines.length ? machines.map((machine) => `${name} ${machine}`) : [name];
}

function allowedBy(right: string): string[] {
  const statements = JSON.parse(JSON.stringify(statementsOf([right], deployedService())), known) as {
    Action: string[];
    Resource: string | string[];
  }[];
  return statements.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => [Resource].flat().map((resource) => `${action} ${resource}`)),
  );
}

/** Where what the functions of all suites did is written to, a file for each: RIGHTS_USED, a folder. */
const notes = process.env.RIGHTS_USED && join(process.env.RIGHTS_USED, randomUUID());
const noted = new Set<string>();

function note(line: string): void {
  if (!notes || noted.has(line)) return;
  noted.add(line);
  appendFileSync(notes, `${line}\n`);
}

const context = () => new Map<string, string>();

/** Runs the code of functions as if under the roles of the template. */
export interface UnderRoles {
  /** Runs what belongs to a function, which has the role the template gives it. What is run without is the test itself. */
  as: <Result>(name: string, work: () => Result) => Result;
  /** Throws where the function at work may not do it. */
  ask: (asked: Asked) => void;
}

/** Opens it with nothing done yet. */
export function underRoles(): UnderRoles {
  const atWork = new AsyncLocalStorage<string>();
  return {
    as: (name, work) => atWork.run(name, work),
    ask: ({ action, resource }) => {
      const name = atWork.getStore();
      if (name === undefined) return;
      note(`${name} ${action} ${resource}`);
      const role = roles.get(name);
      const isAllowed = role && decide(role, { action, resource, context }) === 'Allowed';
      if (!isAllowed) throw new Error(`The role of ${name} does not allow ${action} on ${resource}`);
    },
  };
}
