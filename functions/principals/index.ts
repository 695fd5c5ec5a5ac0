import contract from '../../contracts/quaymaster.json' with { type: 'json' };
import type { Ports } from '../ports/ports.ts';
import type { Service } from '../api/service.ts';
import { createPrincipal } from './create-principal.ts';
import { deletePrincipal, type DeletePrincipalRequest } from './delete-principal.ts';
import { listPrincipals } from './list-principals.ts';
import { principalArn } from './record.ts';
import type { StoredPrincipals } from './stored-principals.ts';

/** Quaymaster's own API: who may call. Its IAM actions are those of IAM users, so policies for them carry over. */
export const principalsService = (principals: Pick<StoredPrincipals, 'forget'>): Service => ({
  contract,
  internalError: 'ServiceFailure',
  actions: {
    CreatePrincipal: createPrincipal,
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
