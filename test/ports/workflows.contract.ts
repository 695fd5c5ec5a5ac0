import { TokenGone, type Workflows } from '../../functions/ports/workflows.ts';
import type { JsonObject } from '../../functions/ports/json.ts';

/**
 * A workflows port under test: its machine `ssm-automation` hands out one token and ends as the token says.
 * `tokens` are those handed out so far; `ended` tells how an execution stands: its status with its output or error.
 */
export interface WorkflowsUnderTest {
  workflows: Workflows;
  tokens: string[];
  inputs: JsonObject[];
  settled: () => Promise<void>;
  ended: (name: string) => Promise<JsonObject>;
}

/** What every implementation of the workflows port does. */
export function workflowsContract(make: () => WorkflowsUnderTest): void {
  const started = async (name = 'one'): Promise<WorkflowsUnderTest & { token: string }> => {
    const room = make();
    await room.workflows.start('ssm-automation', name, { executionId: name });
    await room.settled();
    return { ...room, token: room.tokens[0] ?? '' };
  };

  it('starts a machine with its input', async () => {
    const { inputs, ended } = await started();

    expect(inputs).toEqual([{ executionId: 'one' }]);
    expect(await ended('one')).toEqual({ status: 'RUNNING' });
  });

  it('fails where the write it comes after fails', async () => {
    const { workflows } = make();

    const start = workflows.start(
      'ssm-automation',
      'one',
      { executionId: 'one' },
      Promise.reject(new Error('lost the race')),
    );

    await expect(start).rejects.toThrow('lost the race');
  });

  it('starts a name once, whatever became of it', async () => {
    const { workflows, tokens, token, settled, ended } = await started();

    await workflows.start('ssm-automation', 'one', { executionId: 'one' });
    await workflows.start('ssm-automation', 'one', { executionId: 'another' });
    await workflows.succeed(token, { ok: true });
    await settled();
    await workflows.start('ssm-automation', 'one', { executionId: 'one' });
    await settled();

    expect(tokens).toHaveLength(1);
    expect(await ended('one')).toEqual({ status: 'SUCCEEDED', output: { ok: true } });
  });

  it('starts a name once when it is started twice at the same time', async () => {
    const { workflows, tokens, settled } = make();

    await Promise.all([1, 2, 3].map(() => workflows.start('ssm-automation', 'one', { executionId: 'one' })));
    await settled();

    expect(tokens).toHaveLength(1);
  });

  it('fails a wait with an error and a cause', async () => {
    const { workflows, token, settled, ended } = await started();

    await workflows.fail(token, 'Cancelled', 'by "hand"');
    await settled();

    expect(await ended('one')).toEqual({ status: 'FAILED', error: 'Cancelled', cause: 'by "hand"' });
  });

  it('takes a token once', async () => {
    const { workflows, token, settled, ended } = await started();

    const calls = [
      workflows.succeed(token, { first: true }),
      workflows.succeed(token, {}),
      workflows.fail(token, 'E', ''),
    ];
    const [first, ...others] = await Promise.allSettled(calls);
    await settled();

    expect(first?.status).toBe('fulfilled');
    for (const other of others)
      expect(other).toMatchObject({ status: 'rejected', reason: expect.any(TokenGone) as Error });
    expect(await ended('one')).toEqual({ status: 'SUCCEEDED', output: { first: true } });
  });

  it.each(['', 'abc', '1'.repeat(2000)])('knows no token %j', async (token) => {
    const { workflows } = await started();

    await expect(workflows.succeed(token, {})).rejects.toBeInstanceOf(TokenGone);
    await expect(workflows.fail(token, 'E', 'C')).rejects.toBeInstanceOf(TokenGone);
  });

  it('stops an execution, and with it the wait', async () => {
    const { workflows, token, settled, ended } = await started();

    await workflows.stop('ssm-automation', 'one');
    await settled();

    expect(await ended('one')).toEqual({ status: 'ABORTED' });
    await expect(workflows.succeed(token, {})).rejects.toBeInstanceOf(TokenGone);
  });

  it('changes nothing by stopping what is over or unknown', async () => {
    const { workflows, token, settled, ended } = await started();
    await workflows.succeed(token, { ok: true });
    await settled();

    await workflows.stop('ssm-automation', 'one');
    await workflows.stop('ssm-automation', 'none');

    expect(await ended('one')).toEqual({ status: 'SUCCEEDED', output: { ok: true } });
  });
}
