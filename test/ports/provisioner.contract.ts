import type { JsonObject } from '../../functions/ports/json.ts';
import type { Progress, Provisioner, Provisioning } from '../../functions/ports/provisioner.ts';

/** An implementation with work that it can do; each `open` is a world of its own. */
export interface ProvisionerSubject {
  provisioner: Provisioner;
  /** Work that succeeds and gives the output `Said`, `hello` when it is created and `bye` when it is updated. */
  work: (more: Pick<Provisioning, 'id' | 'action'>) => Provisioning;
  /** Work that fails. */
  failing?: (more: Pick<Provisioning, 'id' | 'action'>) => Provisioning;
  /** What the output is after an update, where the world it acts upon does not show it. */
  updated?: string;
  /** Lets time pass between two looks. */
  passing?: () => Promise<void>;
}

/** What every provisioner does whose work comes to an end by itself. */
export function provisionerContract(open: () => Promise<ProvisionerSubject>): void {
  const create = { id: 'd1', action: 'create' } as const;
  const update = { id: 'd2', action: 'update' } as const;
  const remove = { id: 'd3', action: 'delete' } as const;
  const said = (valueString: string) => [{ key: 'Said', valueString }];

  it('makes, changes and takes away', async () => {
    const subject = await open();
    const { work } = subject;

    expect(await end(subject, work(create))).toMatchObject({ state: 'Succeeded', outputs: said('hello') });
    expect(await end(subject, work(update))).toMatchObject({
      state: 'Succeeded',
      outputs: said(subject.updated ?? 'bye'),
    });
    expect(await end(subject, work(remove))).toMatchObject({ state: 'Succeeded', outputs: [] });
  });

  it('finds what was begun when work begins again', async () => {
    const subject = await open();
    const { provisioner, work } = subject;
    await provisioner.start(work(create));

    const [one, other] = [await end(subject, work(create)), await end(subject, work(create))];

    expect(one).toMatchObject({ state: 'Succeeded', outputs: said('hello') });
    expect(other).toEqual(one);
  });

  it('can be looked at without what an earlier look said', async () => {
    const subject = await open();
    const { provisioner, work } = subject;
    await provisioner.start(work(create));

    expect(await lookedAt(subject, work(create), await provisioner.look(work(create), undefined))).toMatchObject({
      state: 'Succeeded',
      outputs: said('hello'),
    });
  });

  it('succeeds where nothing is left to take away', async () => {
    const subject = await open();

    expect(await end(subject, subject.work(remove))).toMatchObject({ state: 'Succeeded' });
    expect(await end(subject, subject.work(remove))).toMatchObject({ state: 'Succeeded' });
  });

  it('says why work failed, and takes away what is left of it', async () => {
    const subject = await open();
    const { failing } = subject;
    if (!failing) return;

    const failed = await end(subject, failing(create));

    expect(failed).toMatchObject({ state: 'Failed', message: expect.stringMatching(/\w/) });
    expect(await end(subject, failing(remove))).toMatchObject({ state: 'Succeeded' });
  });

  it('lets work that is over be as it is when it is cancelled', async () => {
    const subject = await open();
    const { provisioner, work } = subject;
    const { memo } = (await provisioner.start(work(create))) as { memo?: JsonObject };
    const before = await end(subject, work(create));

    await provisioner.cancel(work(create), memo);

    expect(before).toMatchObject({ state: 'Succeeded' });
    expect(await end(subject, work(create))).toEqual(before);
  });
}

/** A provisioner, and how time passes for it. */
type Passing = Pick<ProvisionerSubject, 'provisioner' | 'passing'>;

/** Begins work and looks at it until it is over. */
export const end = async (subject: Passing, work: Provisioning): Promise<Progress> =>
  lookedAt(subject, work, await subject.provisioner.start(work));

async function lookedAt({ provisioner, passing }: Passing, work: Provisioning, first: Progress): Promise<Progress> {
  let progress = first;
  for (let looks = 0; progress.state === 'InProgress' && looks < 1000; looks++) {
    await passing?.();
    progress = await provisioner.look(work, progress.memo);
  }
  return progress;
}
