import fc from 'fast-check';
import { odd, perhapsWounded, value } from './values.ts';

const json = (made: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  made.map((one) => JSON.stringify(one) ?? '').chain((text) => perhapsWounded(text));

const expression = fc.constantFrom(
  ...[
    '{{ Text }}',
    '{{ global:DATE }}',
    '{{ a.b }}',
    '{{a.b.c.d}}',
    '{{',
    '}}',
    '{{ {{ Text }} }}',
    '{{ automation:EXECUTION_ID }}',
    '{{ variable:x }}',
  ],
);
const leaf = fc.oneof(expression, odd);

const actions = [
  ...[
    'aws:approve',
    'aws:pause',
    'aws:sleep',
    'aws:branch',
    'aws:loop',
    'aws:updateVariable',
    'aws:executeScript',
    'aws:executeAutomation',
  ],
  ...[
    'aws:runCommand',
    'aws:invokeWebhook',
    'aws:executeAwsApi',
    'aws:waitForAwsResourceProperty',
    'aws:unknown',
    'aws:',
    '',
  ],
];

const inputs = fc.dictionary(
  fc.constantFrom(
    ...[
      'Duration',
      'Timestamp',
      'Approvers',
      'MinRequiredApprovals',
      'Choices',
      'Variable',
      'Name',
      'Value',
      'NextStep',
      'Default',
    ],
    ...[
      'Runtime',
      'Handler',
      'Script',
      'InputPayload',
      'DocumentName',
      'Iterators',
      'Steps',
      'LoopCondition',
      'MaxIterations',
      'Service',
      'Api',
    ],
  ),
  fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 8 }), leaf, { maxKeys: 3 }),
    value,
  ),
  { maxKeys: 5 },
);

const output = fc.record({
  Name: leaf,
  Selector: fc.constantFrom('$.Payload.a', '$', '$..', '$[', '$.a[*]', ''),
  Type: fc.constantFrom('String', 'StringList', 'x'),
});

const step = fc.record(
  {
    name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'd') }, { weight: 1, arbitrary: odd }),
    action: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...actions) }, { weight: 1, arbitrary: odd }),
    inputs: fc.oneof({ weight: 9, arbitrary: inputs }, { weight: 1, arbitrary: odd }),
    nextStep: leaf,
    onFailure: fc.oneof(fc.constantFrom('Abort', 'Continue', 'step:b', 'step:a', 'step:'), odd),
    onCancel: fc.oneof(fc.constantFrom('Abort', 'step:c', 'step:zz'), odd),
    timeoutSeconds: odd,
    maxAttempts: odd,
    isEnd: odd,
    isCritical: odd,
    outputs: fc.oneof(fc.array(output, { maxLength: 2 }), odd),
  },
  { requiredKeys: ['name', 'action'] },
);

const parameter = fc.oneof(
  fc.record(
    {
      type: fc.constantFrom('String', 'StringList', 'Boolean', 'Integer', 'MapList', 'StringMap', 'x'),
      default: value,
      allowedValues: odd,
      allowedPattern: fc.constantFrom('(', '(a+)+$', '.*', '['),
    },
    { requiredKeys: ['type'] },
  ),
  odd,
);

/** Runbooks that are nearly right. */
const runbook: fc.Arbitrary<string> = json(
  fc.record(
    {
      schemaVersion: fc.oneof({ weight: 9, arbitrary: fc.constant('0.3') }, { weight: 1, arbitrary: odd }),
      mainSteps: fc.oneof(
        { weight: 9, arbitrary: fc.array(step, { minLength: 1, maxLength: 4 }) },
        { weight: 1, arbitrary: odd },
      ),
      description: odd,
      assumeRole: leaf,
      parameters: fc.dictionary(fc.constantFrom('Text', 'a', 'b', '__proto__'), parameter, { maxKeys: 3 }),
      variables: fc.dictionary(fc.constantFrom('x', 'y', ''), parameter, { maxKeys: 2 }),
      outputs: fc.oneof(fc.array(leaf, { maxLength: 3 }), odd),
    },
    { requiredKeys: ['schemaVersion', 'mainSteps'] },
  ),
);

const matcher = fc.oneof(
  odd,
  fc.record({ prefix: odd }),
  fc.record({ suffix: odd }),
  fc.record({ 'anything-but': fc.oneof(odd, fc.array(odd, { maxLength: 3 }), fc.record({ prefix: odd })) }),
  fc.record({
    numeric: fc.array(fc.oneof(fc.constantFrom<unknown>('<', '>=', '=', '?', 5, -1e9, 1e300), odd), { maxLength: 5 }),
  }),
  fc.record({ exists: odd }),
  fc.record({ cidr: fc.constantFrom('10.0.0.0/8', '10.0.0.0/99', '::/0', 'x', '') }),
  fc.record({ wildcard: fc.constantFrom('a*b*c', '**', '\\', '*'.repeat(200), '') }),
  fc.record({ 'equals-ignore-case': odd }),
);

const { pattern } = fc.letrec<{ pattern: unknown; rest: unknown }>((tie) => ({
  pattern: fc.dictionary(
    fc.constantFrom('source', 'detail', 'detail-type', 'a', '$or', '', '__proto__', 'account'),
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.array(matcher, { maxLength: 3 }),
      tie('rest'),
      tie('pattern'),
    ),
    { maxKeys: 4 },
  ),
  rest: fc.oneof(odd, fc.array(tie('pattern'), { maxLength: 3 })),
}));

/** Texts in YAML that are nearly a Proton spec or manifest, or what parsers of YAML stumble over. */
const spec: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(
      ...[
        'proton: EnvironmentSpec\nspec:\n  size: small\n',
        'proton: ServiceSpec\npipeline: {a: 1}\ninstances:\n- name: one\n  environment: e\n  spec: {}\n',
      ],
      ...[
        '&a [*a]',
        'a: &x {b: *x}',
        '!!js/function x',
        '- - - - -',
        '? ',
        '%YAML 9',
        '--- \n---\n',
        '\t',
        'a: "',
        '<<: 1',
        '{'.repeat(2000),
      ],
      `a: &a [x,x]\n${Array.from({ length: 20 }, (_, at) => `b${at}: &b${at} [${at ? `*b${at - 1},*b${at - 1}` : '*a,*a'}]`).join('\n')}`,
    ),
    value.map((made) => JSON.stringify({ proton: 'EnvironmentSpec', spec: made }) ?? ''),
  )
  .chain((text) => perhapsWounded(text, 3));

const policy = json(
  fc.record({
    Version: fc.constantFrom('2012-10-17', '2008-10-17', ''),
    Statement: fc.oneof(
      fc.array(
        fc.record({ Effect: fc.constantFrom('Allow', 'Deny', 'x'), Action: leaf, Resource: leaf, Condition: value }),
        { maxLength: 2 },
      ),
      odd,
    ),
  }),
);

const schedule = fc.constantFrom(
  ...[
    'rate(1 hour)',
    'rate(0 hours)',
    'rate(99999999999 days)',
    'cron(0 12 * * ? *)',
    'cron(99 * * * ? *)',
    'cron(0 0 31 2 ? *)',
    'cron(',
    'cron(*/0 * * * ? *)',
    'rate()',
    '',
  ],
);

/** Texts that have a grammar of their own, by the member that holds them. */
export const texts: Record<string, fc.Arbitrary<string>> = {
  Content: runbook,
  EventPattern: json(pattern),
  Event: json(fc.record({ source: leaf, detail: value, 'detail-type': leaf }, { requiredKeys: [] })),
  Detail: json(value),
  Input: json(value),
  InputTemplate: fc
    .constantFrom('{"a":"<n>"}', '"<a> <b>"', '<', '{"a":<n>}', '')
    .chain((text) => perhapsWounded(text, 2)),
  InputPath: fc.constantFrom('$', '$.detail', '$.a[0]', '$..a', '$[', 'x'),
  spec,
  manifest: spec,
  Policy: policy,
  policy,
  ScheduleExpression: schedule,
  NextToken: fc.base64String({ maxLength: 60 }),
  nextToken: fc.base64String({ maxLength: 60 }),
  CustomJson: json(value),
  Custom_json: json(value),
};
