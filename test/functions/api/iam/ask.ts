import { decide, type Decision } from '../../../../functions/api/iam/decide.ts';
import type { Context } from '../../../../functions/api/iam/request-context.ts';

/** A document of the tests' account. */
export const deploy = 'arn:aws:ssm:us-east-1:000000000000:document/Deploy';

/** What a test asks for, where it is not to get the document Deploy. */
export interface Asked {
  action?: string;
  resource?: string;
  /** Values by condition key in lower case. */
  context?: Record<string, string | string[]>;
}

/** Decides by statements of version 2012-10-17. */
export const decideBy = (statements: unknown[], asked: Asked = {}): Decision =>
  decideByPolicy({ Version: '2012-10-17', Statement: statements }, asked);

/** Decides by a policy. */
export function decideByPolicy(policy: object, asked: Asked = {}): Decision {
  const { action = 'ssm:GetDocument', resource = deploy, context = {} } = asked;
  const values: Context = new Map(Object.entries(context));
  const principal = {
    name: 'reader',
    arn: 'arn:aws:iam::000000000000:user/reader',
    accessKeyId: '',
    secretAccessKey: '',
  };
  return decide({ ...principal, policies: [policy] }, { action, resource, context: () => values });
}
