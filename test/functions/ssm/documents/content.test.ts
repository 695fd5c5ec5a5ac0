import fc from 'fast-check';
import { ApiError } from '../../../../functions/api/error.ts';
import type { Json } from '../../../../functions/ports/json.ts';
import {
  checkSize,
  type ContentFormat,
  readContent,
  readRunbook,
  writeContent,
} from '../../../../functions/ssm/documents/content.ts';

const refusal = (content: string, format: ContentFormat): string => {
  try {
    readContent(content, format);
  } catch (error) {
    if (error instanceof ApiError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'none';
};

const tooDeep = 'InvalidDocumentContent: The content is nested deeper than 100 levels.';
const tooLarge = 'InvalidDocumentContent: The content with its aliases written out is too large.';

/** Each line refers nine times to the line before. */
const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...[...'bcdefgh'].map(bombLine)].join('\n');

function bombLine(name: string, index: number): string {
  return `${name}: &${name} [${Array<string>(9).fill(`*${'abcdefg'[index]}`).join(',')}]`;
}

describe('readContent', () => {
  it('reads JSON and YAML alike', () => {
    const value = { a: [1, true, null, 'x'], b: { c: '' } };

    expect(readContent('{"a": [1, true, null, "x"], "b": {"c": ""}}', 'JSON')).toEqual(value);
    expect(readContent('a: [1, true, null, x]\nb:\n  c: ""\n', 'YAML')).toEqual(value);
  });

  it('takes the last of two equal keys', () => {
    expect(readContent('{"a": 1, "a": 2}', 'JSON')).toEqual({ a: 2 });
    expect(readContent('a: 1\na: 2\n', 'YAML')).toEqual({ a: 2 });
  });

  it('leaves as text what only older YAML takes for a date, a Boolean or a number', () => {
    expect(readContent('a: 2026-01-01\nb: yes\nc: 12:30:45\nd: 2026-01-01T00:00:00Z', 'YAML')).toEqual({
      a: '2026-01-01',
      b: 'yes',
      c: '12:30:45',
      d: '2026-01-01T00:00:00Z',
    });
  });

  it('writes out aliases', () => {
    expect(readContent('a: &a {b: 1}\nc: [*a, *a]', 'YAML')).toEqual({ a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] });
  });

  it.each(['JSON', 'YAML'] as const)('keeps __proto__ and constructor as mere keys of %s', (format) => {
    const value = readContent(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
      format,
    );

    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each<[string, ContentFormat, string]>([
    ['{"a": 1,\n "b" 2}', 'JSON', 'InvalidDocumentContent: JSON not well-formed. at Line: 2, Column: 6'],
    ['{"a":', 'JSON', 'InvalidDocumentContent: JSON not well-formed.'],
    ['schemaVersion: "0.3"', 'JSON', 'InvalidDocumentContent: JSON not well-formed.'],
    ['a: 1\nb: [', 'YAML', 'InvalidDocumentContent: YAML not well-formed. at Line: 3, Column: 1'],
    ['a: !!js/function "x"', 'YAML', 'InvalidDocumentContent: YAML not well-formed. at Line: 1, Column: 21'],
    ['a: 1\n---\nb: 1', 'YAML', 'InvalidDocumentContent: YAML not well-formed. at Line: 1, Column: 1'],
    ['a: .inf', 'YAML', 'InvalidDocumentContent: The content holds a value that JSON does not have.'],
    ['', 'YAML', 'InvalidDocumentContent: The content holds a value that JSON does not have.'],
  ])('refuses %j as %s', (content, format, message) => {
    expect(refusal(content, format)).toBe(message);
  });

  it.each<[string, string, ContentFormat, string]>([
    ['lists in JSON', '['.repeat(30_000) + ']'.repeat(30_000), 'JSON', tooDeep],
    ['maps in JSON', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000), 'JSON', tooDeep],
    ['lists in YAML', '['.repeat(5000) + ']'.repeat(5000), 'YAML', tooDeep],
    ['items in YAML', '- '.repeat(5000) + 'a', 'YAML', tooDeep],
    ['keys in YAML', '? '.repeat(5000) + 'a', 'YAML', tooDeep],
    ['a circle', 'a: &a [*a]', 'YAML', tooDeep],
    ['a bomb', bomb, 'YAML', tooLarge],
    ['a long text many times', `a: &a ${'x'.repeat(30_000)}\nb: [${'*a,'.repeat(5000)}]`, 'YAML', tooLarge],
    ['a key of long texts', `a: &a ${'x'.repeat(60_000)}\n? [${'*a,'.repeat(100_000)}]\n: 1`, 'YAML', tooLarge],
  ])('refuses %s before it takes time or memory', (...[, content, format, message]) => {
    const start = process.cpuUsage().user;

    expect(refusal(content, format)).toBe(message);

    expect(process.cpuUsage().user - start).toBeLessThan(2_000_000);
  });

  it('reads a hundred levels', () => {
    expect(refusal('['.repeat(100) + ']'.repeat(100), 'JSON')).toBe('none');
    expect(refusal('['.repeat(100) + ']'.repeat(100), 'YAML')).toBe('none');
    expect(refusal('['.repeat(102) + ']'.repeat(102), 'JSON')).toBe(tooDeep);
    expect(refusal('['.repeat(102) + ']'.repeat(102), 'YAML')).toBe(tooDeep);
  });

  it('gives back whatever writeContent wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        for (const format of ['JSON', 'YAML'] as const)
          expect(readContent(writeContent(plain, format), format)).toEqual(plain);
      }),
    );
  });
});

describe('writeContent', () => {
  it('indents JSON by two spaces', () => {
    expect(writeContent({ a: [1] }, 'JSON')).toBe('{\n  "a": [\n    1\n  ]\n}');
  });

  it('quotes what another YAML reader would not take for text, folds no line and makes no alias', () => {
    const shared = { b: 'yes', c: '2026-01-01', d: '0.3' };

    expect(writeContent({ a: shared, e: shared, f: 'x '.repeat(60).trim() }, 'YAML')).toBe(
      `a:\n  b: 'yes'\n  c: '2026-01-01'\n  d: '0.3'\ne:\n  b: 'yes'\n  c: '2026-01-01'\n  d: '0.3'\nf: ${'x '.repeat(60).trim()}\n`,
    );
  });
});

describe('checkSize', () => {
  it('counts bytes', () => {
    expect(() => checkSize('x'.repeat(65_536))).not.toThrow();
    expect(() => checkSize('x'.repeat(65_537))).toThrow(
      new ApiError('MaxDocumentSizeExceeded', 'The size limit of a document is 64 KB.'),
    );
    expect(() => checkSize('é'.repeat(32_769))).toThrow('The size limit of a document is 64 KB.');
  });
});

describe('readRunbook', () => {
  it('reads every member of a runbook', () => {
    const content = `
schemaVersion: '0.3'
description: What for
assumeRole: '{{ Role }}'
parameters:
  Role: { type: AWS::IAM::Role::Arn, default: '' }
  Color: { type: String, description: Which, allowedValues: [green, blue], allowedPattern: '^[a-z]+$', minChars: 1, maxChars: 9 }
  Ids: { type: StringList, minItems: 1, maxItems: 3, default: }
variables:
  Count: { type: Integer, default: 3 }
mainSteps:
  - name: Pick
    action: aws:executeAwsApi
    description: Picks
    inputs: { Service: ec2, Api: DescribeInstances }
    maxAttempts: 3
    timeoutSeconds: '{{ Seconds }}'
    onFailure: step:Again
    onCancel: step:Undo
    nextStep: Again
    isCritical: 'false'
    outputs:
      - { Name: Id, Selector: $.Id, Type: String }
      - { Name: All, Selector: $ }
  - name: Again
    action: aws:loop
    isEnd: 'true'
    onFailure: Continue
    inputs:
      Iterators: [a, b]
      Steps:
        - { name: Wait, action: aws:sleep, inputs: { Duration: PT1S }, timeoutSeconds: 30 }
  - { name: Undo, action: aws:pause, inputs: }
outputs: [Pick.Id]
`;

    expect(readRunbook(content, 'YAML')).toEqual({
      description: 'What for',
      assumeRole: '{{ Role }}',
      parameters: {
        Role: { type: 'AWS::IAM::Role::Arn', default: '' },
        Color: {
          type: 'String',
          description: 'Which',
          allowedValues: ['green', 'blue'],
          allowedPattern: '^[a-z]+$',
          minChars: 1,
          maxChars: 9,
        },
        Ids: { type: 'StringList', minItems: 1, maxItems: 3 },
      },
      variables: { Count: { type: 'Integer', default: 3 } },
      mainSteps: [
        {
          name: 'Pick',
          action: 'aws:executeAwsApi',
          description: 'Picks',
          inputs: { Service: 'ec2', Api: 'DescribeInstances' },
          maxAttempts: 3,
          timeoutSeconds: '{{ Seconds }}',
          onFailure: { step: 'Again' },
          onCancel: { step: 'Undo' },
          nextStep: 'Again',
          isEnd: false,
          isCritical: false,
          outputs: [
            { Name: 'Id', Selector: '$.Id', Type: 'String' },
            { Name: 'All', Selector: '$', Type: 'String' },
          ],
        },
        {
          name: 'Again',
          action: 'aws:loop',
          inputs: { Iterators: ['a', 'b'] },
          maxAttempts: 1,
          onFailure: 'Continue',
          onCancel: 'Abort',
          isEnd: true,
          outputs: [],
          steps: [
            {
              name: 'Wait',
              action: 'aws:sleep',
              inputs: { Duration: 'PT1S' },
              maxAttempts: 1,
              timeoutSeconds: 30,
              onFailure: 'Abort',
              onCancel: 'Abort',
              isEnd: false,
              outputs: [],
            },
          ],
        },
        {
          name: 'Undo',
          action: 'aws:pause',
          inputs: {},
          maxAttempts: 1,
          onFailure: 'Abort',
          onCancel: 'Abort',
          isEnd: false,
          outputs: [],
        },
      ],
      outputs: ['Pick.Id'],
    });
  });

  it('finds no parameter that is not declared, whatever its name', () => {
    const { parameters } = readRunbook('{"parameters": {"constructor": {"type": "String"}}}', 'JSON');

    expect(Object.entries(parameters)).toEqual([['constructor', { type: 'String' }]]);
    expect('toString' in parameters).toBe(false);
    expect('__proto__' in parameters).toBe(false);
  });
});
