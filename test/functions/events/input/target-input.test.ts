import { inputFor, inputProblem } from '../../../../functions/events/input/target-input.ts';

const event = {
  version: '0',
  id: '7',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  resources: ['arn:a', 'arn:b'],
  detail: {
    'instance-id': 'i-0123456789',
    state: 'RUNNING',
    text: 'a "b" \\',
    list: [{ x: 1 }, { x: 2 }],
    nothing: null,
  },
};
const arrival = { event, ruleArn: 'arn:rule', ruleName: 'rule', ingested: 1_767_225_600_000 };
const paths = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  text: '$.detail.text',
  all: '$.detail.list',
};
const template = (InputTemplate: string, InputPathsMap: Record<string, string> = paths) => ({
  InputTransformer: { InputPathsMap, InputTemplate },
});

describe('inputFor', () => {
  it.each([
    ['"instance <instance> is in <state>"', 'instance i-0123456789 is in RUNNING'],
    ['{"instance" : <instance>, "state": <state>}', { instance: 'i-0123456789', state: 'RUNNING' }],
    [
      '{"instance": <instance>, "told": "instance \\"<instance>\\" is in <state>"}',
      { instance: 'i-0123456789', told: 'instance "i-0123456789" is in RUNNING' },
    ],
    ['{"state": [9, <state>, true], "Transformed": "Yes"}', { state: [9, 'RUNNING', true], Transformed: 'Yes' }],
    ['{"Name": ["<text>"]}', { Name: ['a "b" \\'] }],
    ['{"all": <all>, "quoted": "<all>"}', { all: [{ x: 1 }, { x: 2 }], quoted: '[{"x":1},{"x":2}]' }],
    [
      '{"r": <aws.events.rule-arn>, "n": "<aws.events.rule-name>", "t": <aws.events.event.ingestion-time>}',
      { r: 'arn:rule', n: 'rule', t: '2026-01-01T00:00:00.000Z' },
    ],
    ['{"whole": <aws.events.event.json>}', { whole: event }],
    ['"from <missing>"', 'from '],
  ])('fills %s', (text, expected) => {
    expect(inputFor(template(text, { ...paths, missing: '$.detail.nowhere' }), arrival)).toEqual(expected);
  });

  it('gives the event without its detail', () => {
    const input = inputFor(template('<aws.events.event>'), arrival);

    expect(input).toEqual({
      version: '0',
      id: '7',
      detailType: 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      resources: ['arn:a', 'arn:b'],
    });
  });

  it.each([
    ['$', event],
    ['$.detail.state', 'RUNNING'],
    ['$.resources[1]', 'arn:b'],
    ['$.detail.list[*].x', [1, 2]],
    ['$.detail.nothing', null],
  ])('takes what stands at %s', (InputPath, expected) => {
    expect(inputFor({ InputPath }, arrival)).toEqual(expected);
  });

  it('has none where the target says none, and the constant one where it says that', () => {
    expect(inputFor({}, arrival)).toBeUndefined();
    expect(inputFor({ Input: '{"Name":["Ada"]}' }, arrival)).toEqual({ Name: ['Ada'] });
  });

  it('makes no input of an event that lacks what it needs', () => {
    expect(() => inputFor({ InputPath: '$.detail.nowhere' }, arrival)).toThrow(
      'The event has nothing at $.detail.nowhere.',
    );
    expect(() => inputFor(template('{"a": <gone>}', { gone: '$.detail.nowhere' }), arrival)).toThrow(
      'The input template makes no JSON of this event: the event has no value for gone.',
    );
  });
});

describe('inputProblem', () => {
  it.each([
    [
      { Input: '{}', InputPath: '$' },
      'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
    ],
    [{ Input: '{' }, 'JSON syntax error in input for target t.'],
    [{ InputPath: 'detail' }, 'Invalid InputPath for target t: detail.'],
    [template('{"a": <unknown>}'), 'InputTemplate for target t contains invalid placeholder unknown.'],
    [
      template('{"a": <a>}', { a: '$.detail[?(@.x)]' }),
      'InputPathsMap for target t contains invalid path $.detail[?(@.x)].',
    ],
    [template('"x"', { 'aws.mine': '$' }), 'InputPathsMap for target t contains the reserved name aws.mine.'],
    [
      template('<instance> is in <state>'),
      'Invalid InputTemplate for target t: it is no JSON with values in the place of its variables.',
    ],
  ])('refuses %j', (source, problem) => {
    expect(inputProblem('t', source)).toBe(problem);
  });

  it('takes what can be filled', () => {
    expect(inputProblem('t', template('{"a": "<instance>", "b": <aws.events.event.json>}'))).toBeUndefined();
    expect(inputProblem('t', { Input: '"x"' })).toBeUndefined();
    expect(inputProblem('t', { InputPath: '$.detail' })).toBeUndefined();
  });
});
