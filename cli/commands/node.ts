import { Entry } from '../entry.ts';
import { withAnswer } from './session-settings.ts';

const withTokenFile = (entry: Entry) =>
  withAnswer(
    entry.setting('--token-file <file>', 'writes the token there, for its owner alone, instead of printing it'),
    'text',
  );

const create = () =>
  withTokenFile(
    new Entry('create')
      .description('a machine for an agent; prints its id and token')
      .argument('[name]', 'of the node; its id unless told')
      .setting('--server-id <id>', "the id it is to have, a Heat server's or an instance's (mi-...)")
      .setting('--tag <key=value>', 'a tag, for targets; may be repeated', (one) => one.repeated()),
  )
    .example('quaymaster node create web1 --tag role=web', 'a machine that runbooks find by its tag')
    .does(async () => (await import('../node.ts')).createNode);

const token = () =>
  withTokenFile(
    new Entry('token')
      .description('a new token for it; the one before is worth nothing then')
      .argument('<id>', 'of the node'),
  )
    .example('quaymaster node token ID --token-file token', 'for its agent')
    .does(async () => (await import('../node.ts')).createNodeToken);

const list = () =>
  withAnswer(new Entry('list').description('all machines, and whether their agents are connected'))
    .example('quaymaster node list', 'who is connected')
    .does(async () => (await import('../node.ts')).listNodes);

const remove = () =>
  withAnswer(new Entry('delete').description('takes a machine away').argument('<id>', 'of the node'), 'text')
    .example('quaymaster node delete ID', 'its token is worth nothing then')
    .does(async () => (await import('../node.ts')).deleteNode);

/** quaymaster node. */
export const node = (): Entry =>
  new Entry('node')
    .description('the machines that agents run commands on')
    .example('quaymaster node create NAME', 'a new one')
    .with(create(), token(), list(), remove());
