import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, type Here } from './here.ts';

let at: Here;

const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const allow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:*","Resource":"*"}]}';

async function start(Parameters: Record<string, string[]> = {}): Promise<string> {
  const started = await at.call<{ AutomationExecutionId: string }>('AmazonSSM.StartAutomationExecution', {
    DocumentName: 'hello',
    ...(Object.keys(Parameters).length && { Parameters }),
  });
  return started.AutomationExecutionId;
}

/** Waits until an execution is where it is meant to be. */
async function until(execution: string, status: string): Promise<string> {
  for (;;) {
    const { out } = await at.quaymaster('executions', 'show', execution, '-o', 'json');
    const found = JSON.parse(out) as { AutomationExecutionStatus: string };
    if (found.AutomationExecutionStatus === status) return out;
  }
}

describe('executions and approvals on the command line', () => {
  beforeAll(async () => {
    at = await here();
    await at.quaymaster('documents', 'create', 'examples/hello.yaml');
  });
  afterAll(() => at.close());

  it('says where nothing is, and what to type', async () => {
    expect(await at.quaymaster('executions', 'list')).toEqual({
      code: 0,
      out: '',
      err: 'There is none. To start one: quaymaster run FILE\n',
    });
    expect(await at.quaymaster('approvals', 'list')).toMatchObject({ err: 'Nothing waits for you.\n' });
    expect(await at.quaymaster('executions', 'list', '-o', 'json')).toMatchObject({ out: '[]\n', err: '' });
  });

  it('refuses a status that is none, rather than finding nothing', async () => {
    await expect(at.quaymaster('executions', 'list', '--status', 'Failed,waiting')).rejects.toThrow(
      /^--status waiting is none of Pending, InProgress, Waiting, Success, /,
    );
  });

  it('lists what waits for an approval, approves it and shows how it went', async () => {
    const execution = await start({ Name: ['Ada'] });
    await until(execution, 'Waiting');

    const waiting = await at.quaymaster('executions', 'list', '--status', 'Waiting');
    const inbox = await at.quaymaster('approvals', 'list');
    const shown = await at.quaymaster('executions', 'show', execution);
    const approved = await at.quaymaster('approvals', 'approve', execution, '--comment', 'shipit');
    const watched = await at.quaymaster('executions', 'watch', execution);
    const whole = await until(execution, 'Success');

    expect(waiting.out).toMatch(
      /^EXECUTION +STATUS +DOCUMENT +STARTED +TOOK +BY +STEP\n.* Waiting +hello .* admin +ask\n$/,
    );
    expect(inbox.out).toMatch(
      /^EXECUTION +DOCUMENT +STEP +BY +EXPIRES +APPROVED +APPROVERS +MESSAGE\n.* hello +ask +admin +in \d+ min \d+ s +0 of 1 +admin +Greet Ada\?\n$/,
    );
    expect(shown.out).toContain(`\nIt waits for admin: quaymaster approvals approve ${execution}\n`);
    expect(approved).toEqual({ code: 0, out: `approved ask of ${execution}\n`, err: '' });
    expect(watched).toMatchObject({ code: 0, err: '' });
    expect(watched.out).toContain('greet.Greeting = Hello, Ada!\n');
    expect(whole).toContain('shipit');
    expect(JSON.parse(whole)).toMatchObject({
      ExecutionStartTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  }, 60_000);

  it('lists what waits for whoever asks, and everything where that is wished', async () => {
    const policy = join(at.data, 'eve.json');
    writeFileSync(policy, allow);
    await at.quaymaster('principal', 'create', 'eve', '--policy', policy);
    const execution = await start({ Approvers: ['eve', 'admin'] });
    await until(execution, 'Waiting');
    const other = await start();
    await until(other, 'Waiting');

    const eves = await at.quaymaster('approvals', 'list', '--profile', 'eve');
    const all = await at.quaymaster('approvals', 'list', '--profile', 'eve', '--all');
    const json = JSON.parse((await at.quaymaster('approvals', 'list', '--all', '-o', 'json')).out) as object[];
    await at.quaymaster('executions', 'stop', execution);
    await at.quaymaster('executions', 'stop', other);
    await until(execution, 'Cancelled');
    await until(other, 'Cancelled');
    const none = await at.quaymaster('approvals', 'list', '--profile', 'eve');

    expect(eves.out).toContain(execution);
    expect(eves.out).not.toContain(other);
    expect(eves.err).toBe('1 waits for others: quaymaster approvals list --all\n');
    expect(all.out).toContain(execution);
    expect(all.out).toContain(other);
    expect(all.err).toBe('');
    expect(json).toContainEqual({
      AutomationExecutionId: execution,
      DocumentName: 'hello',
      StepName: 'ask',
      Message: 'Greet world?',
      Approvers: ['eve', 'admin'],
      ApproverDecisions: [],
      RequiredApprovals: 1,
      ExecutedBy: 'arn:aws:iam::000000000000:user/admin',
      ExecutionStartTime: expect.stringMatching(/^\d{4}-/),
      ExpirationTime: expect.stringMatching(/^\d{4}-/),
      WaitsForMe: true,
    });
    expect(none).toEqual({ code: 0, out: '', err: 'Nothing waits for you.\n' });
  });

  it('rejects, and watching ends with 1', async () => {
    const execution = await start();
    await until(execution, 'Waiting');

    expect((await at.quaymaster('approvals', 'reject', execution)).out).toBe(`rejected ask of ${execution}\n`);
    expect(await at.quaymaster('executions', 'watch', execution)).toMatchObject({ code: 1 });
    await expect(at.quaymaster('approvals', 'reject', execution)).rejects.toThrow(
      `${execution} waits for no approval; quaymaster executions show ${execution} tells where it stands`,
    );
  });

  it('approves as somebody, whom the runbook must name', async () => {
    const policy = join(at.data, 'policy.json');
    writeFileSync(policy, allow);
    await at.quaymaster('principal', 'create', 'bob', '--policy', policy);
    const execution = await start();
    await until(execution, 'Waiting');

    await expect(at.quaymaster('approvals', 'approve', execution, '--profile', 'bob')).rejects.toThrow();
    await at.quaymaster('executions', 'stop', execution);
    expect(await until(execution, 'Cancelled')).toMatch(id);
  });

  it('starts one with parameters as its document declares them, and prints its id', async () => {
    const started = await at.quaymaster('executions', 'start', 'hello', 'Approvers=admin,bob', 'Name=Ada');
    const interactive = await at.quaymaster('executions', 'start', 'hello', '--interactive', '--document-version', '1');

    expect(started.out).toMatch(/^[0-9a-f-]{36}\n$/);
    expect(JSON.parse(await until(started.out.trim(), 'Waiting'))).toMatchObject({
      Parameters: { Approvers: ['admin', 'bob'], Name: ['Ada'] },
    });
    const shown = await at.quaymaster('executions', 'show', interactive.out.trim(), '-o', 'json');
    expect(shown.out).toContain('"Mode": "Interactive"');
  });

  it('tells programs what was done', async () => {
    const json = async (...words: string[]) =>
      JSON.parse((await at.quaymaster(...words, '-o', 'json')).out) as Record<string, string>;
    const { AutomationExecutionId = '' } = await json('executions', 'start', 'hello');
    await until(AutomationExecutionId, 'Waiting');
    const other = await start();
    await until(other, 'Waiting');

    const approved = await json('approvals', 'approve', AutomationExecutionId);
    const signalled = await json('executions', 'signal', other, 'Reject', '--comment', 'no');
    const stopped = await json('executions', 'stop', await start());

    const { StepExecutionId } = approved;
    expect(StepExecutionId).toMatch(id);
    expect(approved).toEqual({ AutomationExecutionId, SignalType: 'Approve', StepName: 'ask', StepExecutionId });
    expect(signalled).toEqual({ AutomationExecutionId: other, SignalType: 'Reject', Payload: { Comment: ['no'] } });
    expect(stopped).toEqual({ AutomationExecutionId: expect.stringMatching(id), Type: 'Cancel' });
    await until(AutomationExecutionId, 'Success');
  });

  it('sends signals with what they take', async () => {
    const execution = await start();
    await until(execution, 'Waiting');

    const sent = await at.quaymaster('executions', 'signal', execution, 'Approve', '--payload', 'Comment=fine');

    expect(sent.out).toBe(`Approve sent to ${execution}\n`);
    expect(await until(execution, 'Success')).toContain('fine');
  });

  it.each([
    [['executions', 'signal', 'ID', 'Resume'], 'signal Resume needs --step NAME'],
    [['executions', 'signal', 'ID', 'StopStep'], 'signal StopStep needs --step-execution-id ID'],
    [['executions', 'signal', 'ID', 'Aprove'], 'Allowed choices are Approve, Reject, Revoke, Resume'],
    [['executions', 'list', '--limit', '0'], '--limit 0 is not a whole number from 1'],
    [['executions', 'show', '3f2a'], 'ValidationException'],
    [['executions', 'show', '00000000-0000-4000-8000-000000000000'], 'AutomationExecutionNotFoundException'],
    [['executions', 'shwo'], "unknown command 'shwo'. Did you mean show?"],
  ])('refuses %j', async (words, message) => {
    await expect(async () => at.quaymaster(...words)).rejects.toThrow(message);
  });
});
