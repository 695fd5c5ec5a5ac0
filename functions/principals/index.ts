import contract from '../../contracts/quaymaster.json' with { type: 'json' };
import type { Ports } from '../ports/ports.ts';
import type { Caller } from '../api/action.ts';
import type { Service } from '../api/service.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createPrincipal, type CreatePrincipalRequest } from './create-principal.ts';
import { deletePrincipal, type DeletePrincipalRequest } from './delete-principal.ts';
import { listPrincipals } from './list-principals.ts';
import { principalArn } from './record.ts';
import type { StoredPrincipals } from './stored-principals.ts';

/** Quaymaster's own API: who may call. Its IAM actions are those of IAM users, so policies for them carry over. */
export const principalsService = (principals: Pick<StoredPrincipals, 'forget'>, secrets: Secrets): Service => ({
  contract,
  internalError: 'ServiceFailure',
  actions: {
    CreatePrincipal: (input: CreatePrincipalRequest, ports: Ports, caller: Caller) =>
      createPrincipal(input, { ...ports, secrets }, caller),
    DeletePrincipal: (input: DeletePrincipalRequest, ports: Ports) => deletePrincipal(input, ports, principals),
    ListPrincipals: listPrincipals,
  },
  iamActions: {
    CreatePrincipal: 'iam:CreateUser',
    DeletePrincipal: 'iam:DeleteUser',
    ListPrincipals: 'iam:ListUsers',
  },
  resources: (_operation, { Name }, { account }) => [[typeof Name === 'string' ? principalArn(account, Name) : '*']],
});
