import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentName, readRunbook } from '../../cli/document.ts';

const fileOf = (name: string, content: string) => {
  const file = join(mkdtempSync(join(tmpdir(), 'document-')), name);
  writeFileSync(file, content);
  return file;
};

describe('a runbook file', () => {
  it('is read with the types of its parameters', () => {
    const content = 'parameters:\n  A: {type: StringList}\n  B: {}\n  B: {type: Integer}\n  C:\nmainSteps: []\n';

    expect(readRunbook(fileOf('a.yml', content))).toEqual({
      name: 'run-a',
      format: 'YAML',
      content,
      types: { A: 'StringList', B: 'Integer', C: 'String' },
    });
  });

  it('may be JSON', () => {
    expect(readRunbook(fileOf('deploy.json', ' {"mainSteps": []}'))).toMatchObject({ format: 'JSON', types: {} });
  });

  it('is refused in words when absent', () => {
    expect(() => readRunbook('/no/such.yaml')).toThrow('cannot read /no/such.yaml: ENOENT');
  });

  it('is the server’s to judge when it is no YAML', () => {
    expect(readRunbook(fileOf('bad.yaml', 'a: [b'))).toMatchObject({ content: 'a: [b', types: {} });
  });

  it.each([
    ['runbooks/deploy.prod.yaml', 'deploy.prod'],
    ['ünder the sea.yml', '-nder-the-sea'],
    ['AWS-Restart.json', 'run-AWS-Restart'],
    ['ab.yaml', 'run-ab'],
  ])('%s becomes the document %s', (file, name) => {
    expect(documentName(file)).toBe(name);
  });
});
