import { statementsOf, traces } from './rights.ts';
import { attribute, logicalName, type Serverless, serviceRole, type Statement } from './service.ts';

/** Serverless plugin: a role for every function with its own `rights`, and nothing else. */
export default class Roles {
  hooks: Record<string, () => void>;

  constructor(serverless: Serverless) {
    const rights = { type: 'array', items: { type: 'string' } };
    serverless.configSchemaHandler.defineFunctionProperties('aws', { properties: { rights } });
    this.hooks = { initialize: () => addRoles(serverless) };
  }
}

function addRoles(serverless: Serverless): void {
  const { functions, resources } = serverless.service;
  for (const [name, lambda] of Object.entries(functions)) {
    const role = `${logicalName(name)}Role`;
    const statements = [...usual(logicalName(name)), ...statementsOf(lambda.rights ?? [], serverless)];
    resources.Resources[role] = serviceRole({ Service: 'lambda.amazonaws.com' }, statements);
    lambda.role = role;
  }
}

const usual = (name: string): Statement[] => [
  { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: attribute(`${name}LogGroup`) },
  traces,
];
