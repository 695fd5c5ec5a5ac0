import { Entry } from '../entry.ts';
import { withAnswer } from './session-settings.ts';

const notes =
  "A server of your own is EventBridge itself, for these commands and for aws events. In an AWS account none of them works: rules are EventBridge's, so take aws events without this program's endpoint (docs/events.md); each command names the one to type.";

const withBus = (entry: Entry, usual?: 'text') =>
  withAnswer(
    entry.setting('--bus <name>', 'the event bus', (one) => one.default('default')),
    usual,
  ).notes(notes);
const withRule = (entry: Entry) => withBus(entry.argument('<name>', 'of the rule'), 'text');

const rules = () =>
  withBus(new Entry('rules').description('all rules: on which events or when, and whether they are enabled'))
    .example('quaymaster events rules', 'what starts something')
    .does(async () => (await import('../events/rules.ts')).listRules);

const rule = () =>
  withRule(new Entry('rule').description('a rule, and what it starts'))
    .example('quaymaster events rule on-push', 'its pattern and targets')
    .does(async () => (await import('../events/rules.ts')).showRule);

const enable = () =>
  withRule(new Entry('enable').description('lets a rule start things again'))
    .example('quaymaster events enable nightly', 'on again')
    .does(async () => (await import('../events/rules.ts')).enableRule);

const disable = () =>
  withRule(new Entry('disable').description('keeps a rule from starting anything'))
    .example('quaymaster events disable nightly', 'until it is enabled')
    .does(async () => (await import('../events/rules.ts')).disableRule);

const put = () =>
  withBus(
    new Entry('put')
      .description('puts an event, and prints its id')
      .setting('--source <name>', 'whose event: my.ci', (one) => one.needed())
      .setting('--detail-type <type>', 'what happened: push', (one) => one.needed())
      .setting('--detail <json>', 'what is known of it; @FILE reads a file', (one) => one.default('{}')),
    'text',
  )
    .example(
      'quaymaster events put --source my.ci --detail-type push --detail \'{"branch":"main"}\'',
      'as a pipeline may',
    )
    .does(async () => (await import('../events/put.ts')).putEvent);

/** quaymaster events. */
export const events = (): Entry =>
  new Entry('events')
    .description('events and the rules that start deployments: rules, rule, enable, disable, put')
    .example('quaymaster events rules', 'what starts something')
    .notes(notes)
    .with(rules(), rule(), enable(), disable(), put());
