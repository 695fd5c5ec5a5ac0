import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { commonErrors } from '../../../functions/api/errors.ts';
import { ssm } from '../../../functions/ssm/index.ts';

/** The operations of the contract that are not there, each with its reason. */
const gaps: Record<string, string> = {};

/** Actions whose tests may be in files of another name, for they need a whole run. */
const testedElsewhere: Record<string, string> = {
  GetAutomationExecution: 'automation-executions/flow.test.ts',
  SendAutomationSignal: 'automation-executions/flow.test.ts',
  StartAutomationExecution: 'automation-executions/flow.test.ts',
  StopAutomationExecution: 'automation-executions/flow.test.ts',
};

const root = join(import.meta.dirname, '../../..');
const room = join(root, 'functions/ssm');
const { operations, shapes } = ssm.contract;
const actions = Object.keys(ssm.actions);

const kebab = (operation: string) => operation.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();

/** The path of an action's file in the room, without its ending. */
const fileOf = (operation: string): string[] =>
  globSync(`*/${kebab(operation)}.ts`, { cwd: room }).map((path) => path.replace(/\.ts$/, ''));

/** The errors that an action's comment says it throws. */
function announced(operation: string): string[] {
  const [path = ''] = fileOf(operation);
  const [, sentence = ''] =
    /^ \* (?:.*\. )?Throws ([^.]*)\./m.exec(readFileSync(join(room, `${path}.ts`), 'utf8')) ?? [];
  return sentence.match(/\b[A-Z]\w+/g) ?? [];
}

describe('the room of SSM', () => {
  it('has every operation of the contract, or names it as a gap', () => {
    expect([...actions, ...Object.keys(gaps)].sort()).toEqual(Object.keys(operations).sort());
  });

  it.each(actions)('has one file for %s that is called like it', async (operation) => {
    const paths = fileOf(operation);

    expect(paths).toHaveLength(1);
    const exported = (await import(join(room, `${paths[0]}.ts`))) as Record<string, unknown>;
    expect(exported[operation.charAt(0).toLowerCase() + operation.slice(1)]).toBe(ssm.actions[operation]);
  });

  it.each(actions)('tests %s', (operation) => {
    const [path = ''] = fileOf(operation);

    const tests = [`${path}.test.ts`, testedElsewhere[operation] ?? []].flat();

    expect(globSync(tests, { cwd: join(root, 'test/functions/ssm') })).not.toEqual([]);
  });

  it.each(actions)('lets %s throw only what the contract lists', (operation) => {
    const listed = new Set([...(operations[operation]?.errors ?? []), ...commonErrors]);

    expect(announced(operation).filter((error) => !listed.has(error))).toEqual([]);
  });

  it('makes only errors that the contract or every AWS API knows', () => {
    const text = readFileSync(join(room, 'errors.ts'), 'utf8');
    const codes = [...text.matchAll(/new ApiError\(\s*'(\w+)'/g)].map(([, code = '']) => code);

    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !commonErrors.has(code) && !shapes[code])).toEqual([]);
  });

  it('has no file of an action that is neither in the table nor a gap', () => {
    const files = globSync('*/{add,create,delete,describe,get,list,modify,remove,send,start,stop,update}-*.ts', {
      cwd: room,
    });
    const known = new Set(Object.keys(operations).map(kebab));
    const registered = new Set([...actions, ...Object.keys(gaps)].map(kebab));

    const names = files.map((file) => basename(file, '.ts')).filter((name) => known.has(name));

    expect(names.filter((name) => !registered.has(name))).toEqual([]);
  });
});
