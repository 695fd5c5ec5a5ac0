import { jest } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validated } from '../../cli/validate.ts';
import { typed } from './typed.ts';

const bad = `schemaVersion: '0.3'
parameters:
  My-Name: {type: String}
mainSteps:
  - name: one
    action: aws:sleep
    inputs:
      Duration: '{{ Pause }}'
    nextStep: nowhere
  - name: two
    action: aws:nope
    inputs: {}
`;

const folder = mkdtempSync(join(tmpdir(), 'validate-'));
const fileOf = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const code = await typed('validate', ...args);
    return { code, out: String(log.mock.calls[0]?.[0]) };
  } finally {
    log.mockRestore();
  }
}

describe('validating', () => {
  it('tells all problems with their places, from the top down', async () => {
    const file = fileOf('bad.yaml', bad);

    const { code, out } = await run(file, 'examples/hello.yaml');

    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      `${file}:3:3: Parameter name "My-Name" is not alpha-numeric.`,
      `${file}:8:7: Parameter "Pause" is not declared.`,
      `${file}:9:5: Unknown step name: "nowhere" in nextStep`,
      `${file}:11:5: Unknown action: aws:nope`,
      'examples/hello.yaml: ok',
    ]);
  });

  it('tells the same in JSON', async () => {
    const { code, out } = await run(fileOf('name.json', '{\n  "schemaVersion": "0.3"\n}'), '--output', 'json');

    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      valid: false,
      files: [
        {
          file: join(folder, 'name.json'),
          valid: false,
          problems: [
            {
              line: 1,
              column: 1,
              path: '',
              code: 'InvalidDocumentContent',
              message: 'Missing "mainSteps" in the document.',
            },
          ],
        },
      ],
    });
  });

  it('ends with 0 when all is well', async () => {
    expect(await run('examples/hello.yaml', '--output', 'json')).toEqual({
      code: 0,
      out: '{\n  "valid": true,\n  "files": [\n    {\n      "file": "examples/hello.yaml",\n      "valid": true,\n      "problems": []\n    }\n  ]\n}',
    });
  });

  it.each([
    ['a: [', 2, 'YAML not well-formed. at Line: 2, Column: 1'],
    ['{\n "a": 1,\n}', 3, 'JSON not well-formed. at Line: 3, Column: 1'],
    ['[]', 1, 'The content of a document should be a map.'],
    [`description: ${'x'.repeat(65_536)}`, 1, 'The size limit of a document is 64 KB.'],
  ])('tells the one problem of what cannot be read', (content, line, message) => {
    expect(validated('f', `${content}\n`, 'Automation').problems).toMatchObject([{ line, column: 1, message }]);
  });

  it.each([
    [[], 'validate needs FILE: quaymaster validate examples/hello.yaml'],
    [
      ['examples/hello.yaml', '--output', 'xml'],
      "argument 'xml' is invalid. Allowed choices are text, table, json, yaml",
    ],
    [
      ['examples/hello.yaml', '--type', 'Command'],
      "argument 'Command' is invalid. Allowed choices are Automation, Automation.ChangeTemplate",
    ],
    [['/no/file'], 'cannot read /no/file'],
  ])('is refused for %j', async (args, message) => {
    await expect(async () => run(...args)).rejects.toThrow(message);
  });
});
