import { Entry } from '../entry.ts';
import { withLimit } from './executions.ts';
import { withAnswer, withSessionSettings } from './session-settings.ts';

const withName = (entry: Entry) => entry.argument('<name>', 'of the document');
const withVersion = (entry: Entry, text: string) => entry.setting('--document-version <version>', text);
const withFile = (entry: Entry) =>
  entry.argument('<file>', 'YAML or JSON').setting('--name <name>', 'of the document (as the file unless told)');

const list = () =>
  withAnswer(
    withLimit(
      new Entry('list')
        .description('documents, with their default versions')
        .setting('--type <type>', 'only of that type: Automation, ChangeCalendar'),
    ),
  )
    .example('quaymaster documents list --type Automation', 'the runbooks')
    .does(async () => (await import('../documents/list.ts')).listDocuments);

const show = () =>
  withAnswer(
    withVersion(withName(new Entry('show').description('its text, as it was given')), 'the default one unless told'),
    'text',
  )
    .example("quaymaster documents show Release --document-version '$LATEST'", 'the newest')
    .does(async () => (await import('../documents/show.ts')).showDocument);

const create = () =>
  withAnswer(
    withFile(new Entry('create').description('a document of a file')).setting('--type <type>', 'its type', (one) =>
      one.choices(['Automation', 'Automation.ChangeTemplate', 'ChangeCalendar']).default('Automation'),
    ),
    'text',
  )
    .example('quaymaster documents create examples/release.yaml --name Release', 'version 1')
    .does(async () => (await import('../documents/change.ts')).createDocument);

const update = () =>
  withAnswer(
    withFile(new Entry('update').description('a new version, of a file')).setting(
      '--default',
      'it becomes the default version, which executions run',
    ),
    'text',
  )
    .example('quaymaster documents update examples/release.yaml --name Release --default', 'and run that from now on')
    .does(async () => (await import('../documents/change.ts')).updateDocument);

const remove = () =>
  withAnswer(withVersion(withName(new Entry('delete').description('takes it away')), 'only that one'), 'text')
    .example('quaymaster documents delete Release', 'all its versions')
    .does(async () => (await import('../documents/change.ts')).deleteDocument);

const diff = () =>
  withSessionSettings(
    withName(new Entry('diff').description('how two versions differ, or a version and a file'))
      .argument('[file]', 'instead of a second version')
      .setting('--from <version>', 'the old one', (one) => one.default('$DEFAULT'))
      .setting('--to <version>', 'the new one, $LATEST unless told')
      .setting('--context <lines>', 'lines around a difference', (one) => one.default('3')),
  )
    .example('quaymaster documents diff Release examples/release.yaml', 'before an update')
    .example('quaymaster documents diff Release --from 1 --to 2', 'two versions')
    .exits({ 0: 'no difference', 1: 'differences, or not done' })
    .does(async () => (await import('../documents/diff.ts')).diffDocument);

/** quaymaster documents. */
export const documents = (): Entry =>
  new Entry('documents')
    .description('documents, runbooks above all: list, show, create, update, delete, diff')
    .example('quaymaster documents list', 'what is there')
    .with(list(), show(), create(), update(), remove(), diff());
