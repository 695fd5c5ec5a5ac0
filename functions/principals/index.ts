import contract from '../../contracts/quaymaster.json' with { type: 'json' };
import type { Ports } from '../ports/ports.ts';
import type { Caller } from '../api/action.ts';
import type { Service } from '../api/service.ts';
import type { Secrets } from '../ports/secrets.ts';
import { nodeActions, nodeIamActions, nodeResources } from '../nodes/actions/index.ts';
import { createPrincipal, type CreatePrincipalRequest } from './create-principal.ts';
import { createIdentity } from './identities.ts';
import { deletePrincipal, type DeletePrincipalRequest } from './delete-principal.ts';
import { listPrincipals } from './list-principals.ts';
import { principalArn } from './record.ts';
import type { StoredPrincipals } from './stored-principals.ts';

/** Quaymaster's own API: who may call, and which nodes there are. Its IAM actions are those of IAM users and of SSM's nodes, so policies for them carry over. */
export const principalsService = (principals: Pick<StoredPrincipals, 'forget'>, secrets: Secrets): Service => ({
  contract,
  internalError: 'ServiceFailure',
  actions: {
    CreatePrincipal: (input: CreatePrincipalRequest, ports: Ports, caller: Caller) =>
      input.Arn === undefined
        ? createPrincipal(input, { ...ports, secrets }, caller)
        : createIdentity({ ...input, Arn: input.Arn }, ports),
    DeletePrincipal: (input: DeletePrincipalRequest, ports: Ports) => deletePrincipal(input, ports, principals),
    ListPrincipals: listPrincipals,
    ...nodeActions,
  },
  iamActions: {
    CreatePrincipal: 'iam:CreateUser',
    DeletePrincipal: 'iam:DeleteUser',
    ListPrincipals: 'iam:ListUsers',
    ...nodeIamActions,
  },
  resources: (operation, input, caller) => {
    if (Object.hasOwn(nodeActions, operation)) return nodeResources(operation, input, caller);
    return [[typeof input.Name === 'string' ? principalArn(caller.account, input.Name) : '*']];
  },
});
