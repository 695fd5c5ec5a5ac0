import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { openRunningEvents } from './running-events.ts';

const entry = { Source: 'my.ci', DetailType: 'push', Detail: '{}' };

describe('PutEvents', () => {
  it('starts the targets of the rules that fit, as who put them', async () => {
    const { rule, event, started } = await openRunningEvents();
    const InputPathsMap = { who: '$.detail.who' };
    await rule({ InputTransformer: { InputPathsMap, InputTemplate: '{"Name":["<who>"]}' } });

    await event({ who: 'Ada' });
    await event({ who: 'Bob' }, { Source: 'other' });

    expect(await started()).toEqual([['Greet', 'arn:aws:iam::000000000000:user/admin', { Name: ['Ada'] }]]);
  });

  it('starts without parameters where the target has no input', async () => {
    const { rule, event, started } = await openRunningEvents();
    await rule();

    await event({ who: 'Ada' });

    expect(await started()).toEqual([['Greet', 'arn:aws:iam::000000000000:user/admin', { Name: ['nobody'] }]]);
  });

  it('gives targets the event as EventBridge writes it', async () => {
    const { rule, event, started, heard } = await openRunningEvents();
    await rule({ InputTransformer: { InputTemplate: '{"Name":["<aws.events.event.json>"]}' } });

    await event({ who: 'Ada' }, { Resources: ['arn:x'], Time: new Date('2025-12-31T23:00:00Z') });

    const [[, , parameters] = []] = await started();
    const told = JSON.parse(parameters?.Name?.[0] ?? '') as object;
    expect(told).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'push',
      source: 'my.ci',
      account: '000000000000',
      time: '2025-12-31T23:00:00Z',
      region: 'us-east-1',
      resources: ['arn:x'],
      detail: { who: 'Ada' },
    });
    expect(heard).toEqual([told]);
  });

  it.each([
    [
      { ...entry, Source: '' },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      { ...entry, DetailType: undefined },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      { ...entry, Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    [{ ...entry, Detail: '[]' }, 'MalformedDetail', 'Detail is malformed.'],
    [{ ...entry, Detail: '"x"' }, 'MalformedDetail', 'Detail is malformed.'],
    [{ ...entry, Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
    [
      { ...entry, EventBusName: 'nope' },
      'InvalidArgument',
      'Parameter EventBusName is not valid. Reason: Event bus nope does not exist.',
    ],
  ])('refuses the entry %j and takes the others', async (wrong, ErrorCode, ErrorMessage) => {
    const { bridge, heard } = await openRunningEvents();

    const answer = await bridge().send(new PutEventsCommand({ Entries: [wrong, entry] }));

    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries).toEqual([{ ErrorCode, ErrorMessage }, { EventId: expect.any(String) }]);
    expect(heard).toHaveLength(1);
  });

  it('refuses detail that is nested too deep, and takes the others', async () => {
    const { bridge, rule, heard } = await openRunningEvents();
    await rule();
    const deep = { ...entry, Detail: `${'{"a":'.repeat(20_000)}{}${'}'.repeat(20_000)}` };

    const answer = await bridge().send(new PutEventsCommand({ Entries: [deep, entry] }));

    expect(answer.Entries).toEqual([
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { EventId: expect.any(String) },
    ]);
    expect(heard).toHaveLength(1);
  });

  it('refuses entries that are too large together, and more than ten', async () => {
    const { bridge } = await openRunningEvents();
    const large = { ...entry, Detail: JSON.stringify({ text: 'x'.repeat(140_000) }) };

    const tooLarge = bridge().send(new PutEventsCommand({ Entries: [large, large] }));
    const tooMany = bridge().send(new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) }));

    const message = 'Total size of the entries in the request is over the limit.';
    await expect(tooLarge).rejects.toMatchObject({ name: 'ValidationException', message });
    await expect(tooMany).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(
        "at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10",
      ),
    });
  });

  it('keeps the rules of the two buses apart', async () => {
    const { rule, event, started } = await openRunningEvents();
    await rule();

    await event({}, { EventBusName: 'quaymaster' });
    expect(await started()).toHaveLength(0);
    await event({}, { EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/default' });

    expect(await started()).toHaveLength(1);
  });
});
