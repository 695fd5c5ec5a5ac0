import { ApiError } from '../../functions/api/error.ts';
import { type Call, Unreachable } from '../../cli/client.ts';
import type { RunbookFile } from '../../cli/document.ts';
import type { Execution } from '../../cli/execution.ts';
import type { Watch } from '../../cli/follow.ts';
import { runbookRun } from '../../cli/run.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { execution, gate, step } from './execution-fixture.ts';

type Answer = Execution | Error;
const runbook: RunbookFile = { name: 'hello', format: 'YAML', content: 'text', types: {} };
const done = execution('Success', [], { ExecutionEndTime: 1001, Outputs: { 'a.b': ['c'] } });

/** A server that shows `shown` one after the other, and a terminal where `typed` is typed (undefined: nothing, ever). */
function scene(shown: Answer[], { typed = [], yes = false, refuse = {} }: Partial<Scene> = {}) {
  const calls: [string, object][] = [];
  const printed: string[] = [];
  const questions: string[] = [];
  const hands = { cancel: new AbortController(), leave: new AbortController() };
  const answers: Record<string, () => object> = {
    CreateDocument: () => ({ DocumentDescription: { DocumentVersion: '1' } }),
    UpdateDocument: () => ({ DocumentDescription: { DocumentVersion: '5' } }),
    StartAutomationExecution: () => ({ AutomationExecutionId: 'id' }),
    GetAutomationExecution: () => {
      const next = shown.length > 1 ? shown.shift() : shown[0];
      if (next instanceof Error) throw next;
      return { AutomationExecution: next };
    },
  };
  const call = async (target: string, input: object) => {
    const operation = target.replace('AmazonSSM.', '');
    if (operation !== 'GetAutomationExecution') calls.push([operation, input]);
    if (refuse[operation]) throw refuse[operation];
    return answers[operation]?.() ?? {};
  };
  const terminal: Terminal = {
    isInteractive: typed.length > 0,
    look: { paint: (_colour, text) => text, starts: true },
    print: (line) => void printed.push(line),
    live: () => {},
    ask: async (question, signal) => {
      questions.push(question);
      const answer = typed.shift();
      if (answer !== undefined) return answer;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return undefined;
    },
  };
  let time = 1_000_000;
  const sleep = async (milliseconds: number) => {
    time += milliseconds;
    await new Promise((resolve) => setImmediate(resolve));
  };
  const clock = { now: () => time, sleep };
  const signals = { cancel: hands.cancel.signal, leave: hands.leave.signal };
  const caller = async () => ({ arn: 'arn:aws:iam::000000000000:user/admin', name: 'admin', account: '000000000000' });
  const watch: Watch = { call: call as Call, caller, terminal, yes, clock, ...signals };
  return { watch, calls, printed, questions, hands };
}

interface Scene {
  typed: (string | undefined)[];
  yes: boolean;
  refuse: Record<string, Error>;
}

describe('running a runbook', () => {
  it('registers the file, starts that version and ends with 0 and the outputs', async () => {
    const { watch, calls, printed } = scene([execution('InProgress', [step('nap', 'InProgress')]), done]);

    const code = await runbookRun(runbook, { Name: ['x'] }, watch);

    expect(code).toBe(0);
    expect(calls).toEqual([
      ['CreateDocument', { Name: 'hello', Content: 'text', DocumentFormat: 'YAML', DocumentType: 'Automation' }],
      ['StartAutomationExecution', { DocumentName: 'hello', DocumentVersion: '1', Parameters: { Name: ['x'] } }],
    ]);
    expect(printed).toEqual(['hello id', 'nap  aws:sleep             InProgress', 'Success after 1.0 s', 'a.b = c']);
  });

  it('makes a new version of a document that is there', async () => {
    const { watch, calls } = scene([done], { refuse: { CreateDocument: new ApiError('DocumentAlreadyExists', '') } });

    await runbookRun(runbook, {}, watch);

    expect(calls[1]).toEqual([
      'UpdateDocument',
      { Name: 'hello', Content: 'text', DocumentFormat: 'YAML', DocumentVersion: '$LATEST' },
    ]);
    expect(calls[2]?.[1]).toEqual({ DocumentName: 'hello', DocumentVersion: '5' });
  });

  it('takes the latest version where the text is the same', async () => {
    const refuse = {
      CreateDocument: new ApiError('DocumentAlreadyExists', ''),
      UpdateDocument: new ApiError('DuplicateDocumentContent', ''),
    };
    const { watch, calls } = scene([done], { refuse });

    await runbookRun(runbook, {}, watch);

    expect(calls[2]?.[1]).toEqual({ DocumentName: 'hello', DocumentVersion: '$LATEST' });
  });

  it('starts nothing when the runbook is refused', async () => {
    const { watch, calls } = scene([done], {
      refuse: { CreateDocument: new ApiError('InvalidDocumentContent', 'bad') },
    });

    await expect(runbookRun(runbook, {}, watch)).rejects.toThrow('bad');
    expect(calls).toHaveLength(1);
  });

  it('ends with 1 when the execution does not succeed', async () => {
    const { watch, printed } = scene([execution('Failed', [], { ExecutionEndTime: 1001, FailureMessage: 'why' })]);

    expect(await runbookRun(runbook, {}, watch)).toBe(1);
    expect(printed.slice(-2)).toEqual(['Failed after 1.0 s', 'why']);
  });

  it('waits for a server that starts again', async () => {
    const { watch, printed } = scene([new Unreachable('gone'), new Unreachable('gone'), done]);

    expect(await runbookRun(runbook, {}, watch)).toBe(0);
    expect(printed[1]).toBe('gone; waiting for it');
    expect(printed).toHaveLength(4);
  });

  it('gives up on a server that stays away for a minute', async () => {
    const { watch } = scene([new Unreachable('gone')]);

    await expect(runbookRun(runbook, {}, watch)).rejects.toThrow('gone');
  });
});

describe('at a gate', () => {
  const waiting = execution('Waiting', [gate()]);

  it('asks once and passes the answer on', async () => {
    const { watch, calls, questions } = scene([waiting, waiting, waiting, waiting, done], {
      typed: ['what?', 'a', 'fine'],
    });

    await runbookRun(runbook, {}, watch);

    expect(questions).toEqual([
      'gate: [a]pprove, [r]eject, [l]ater: ',
      'gate: [a]pprove, [r]eject, [l]ater: ',
      'comment (Enter for none): ',
    ]);
    expect(calls.slice(2)).toEqual([
      ['SendAutomationSignal', { AutomationExecutionId: 'id', SignalType: 'Approve', Payload: { Comment: ['fine'] } }],
    ]);
  });

  it('takes the question back when somebody else decides', async () => {
    const { watch, calls, questions } = scene([waiting, waiting, done], { typed: [undefined] });

    expect(await runbookRun(runbook, {}, watch)).toBe(0);
    expect(questions).toHaveLength(1);
    expect(calls).toHaveLength(2);
  });

  it('tells a refusal and goes on', async () => {
    const refuse = { SendAutomationSignal: new ApiError('InvalidAutomationSignalException', 'too late') };
    const { watch, printed } = scene([waiting, waiting, waiting, done], { typed: ['r', ''], refuse });

    expect(await runbookRun(runbook, {}, watch)).toBe(0);
    expect(printed).toContain('too late');
  });

  it('approves unasked with --yes', async () => {
    const { watch, calls, questions } = scene([waiting, waiting, done], { typed: [undefined], yes: true });

    await runbookRun(runbook, {}, watch);

    expect(calls[2]).toEqual(['SendAutomationSignal', { AutomationExecutionId: 'id', SignalType: 'Approve' }]);
    expect(calls).toHaveLength(3);
    expect(questions).toEqual([]);
  });

  it.each([
    ['nobody sits there', gate(), {}],
    ['it is another’s, even with --yes', gate({ Inputs: { Approvers: '["bob"]' } }), { typed: [undefined], yes: true }],
  ])('tells who can pass it and asks nobody when %s', async (_when, closed, given) => {
    const { watch, calls, questions, printed } = scene([execution('Waiting', [closed]), done], given);

    await runbookRun(runbook, {}, watch);

    expect(printed.filter((line) => line.includes('quaymaster approvals approve'))).toHaveLength(1);
    expect(calls).toHaveLength(2);
    expect(questions).toEqual([]);
  });
});

describe('a hostile gate', () => {
  const Inputs = { Approvers: '["\\u001b[31mbob"]', Message: '"Go?\\n\\u001b[2JSuccess"' };

  it('is seen and not obeyed, and each of its lines stands apart', async () => {
    const { watch, printed } = scene([execution('Waiting', [gate({ Inputs })]), done]);

    await runbookRun(runbook, {}, watch);

    expect(printed).toContain('    Go?\n    ^[[2JSuccess');
    expect(printed).toContain('It waits for ^[[31mbob: quaymaster approvals approve id');
  });
});

describe('interrupting', () => {
  const waiting = execution('Waiting', [gate()]);

  it('cancels the execution once and watches it end with 130', async () => {
    const cancelled = execution('Cancelled', [], { ExecutionEndTime: 1001 });
    const { watch, calls, hands, printed } = scene([waiting, waiting, cancelled], { typed: [undefined] });
    hands.cancel.abort();

    const code = await runbookRun(runbook, {}, watch);

    expect(code).toBe(130);
    expect(calls.slice(2)).toEqual([['StopAutomationExecution', { AutomationExecutionId: 'id' }]]);
    expect(printed.at(-1)).toBe('Cancelled after 1.0 s');
  });

  it('twice leaves the execution to itself', async () => {
    const { watch, hands, printed } = scene([waiting]);
    hands.cancel.abort();
    setImmediate(() => hands.leave.abort());

    expect(await runbookRun(runbook, {}, watch)).toBe(130);
    expect(printed.at(-1)).toBe('It goes on without you, here or when the server next starts.');
  });
});
