import { Entry } from '../entry.ts';
import { withAnswer } from './session-settings.ts';

const create = () =>
  withAnswer(
    new Entry('create')
      .description('a principal with an IAM policy; prints its keys')
      .argument('<name>', 'of the principal, and of its profile in the credentials file')
      .setting('--policy <file>', 'an IAM policy, JSON', (one) => one.needed())
      .setting(
        '--arn <arn>',
        "of an IAM user or role, which calls an account's /iam/ routes with its own keys and gets none here",
      )
      .setting('--group <name>', 'a group it is in, for approvals that ask for one; may be repeated', (one) =>
        one.repeated(),
      ),
    'text',
  )
    .example('quaymaster principal create alice --policy approver.json', 'then AWS_PROFILE=alice aws ...')
    .does(async () => (await import('../principal.ts')).createPrincipal);

const list = () =>
  withAnswer(new Entry('list').description('all principals'))
    .example('quaymaster principal list', 'names and ARNs')
    .does(async () => (await import('../principal.ts')).listPrincipals);

const remove = () =>
  withAnswer(
    new Entry('delete')
      .description("takes a principal's access and profile away")
      .argument('<name>', 'of the principal'),
    'text',
  )
    .example('quaymaster principal delete alice', 'at once')
    .does(async () => (await import('../principal.ts')).deletePrincipal);

/** quaymaster principal. */
export const principal = (): Entry =>
  new Entry('principal')
    .description('who may call the server, and as whom')
    .example('quaymaster principal create NAME --policy FILE', 'a new one')
    .with(create(), list(), remove());
