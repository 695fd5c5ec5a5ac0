import type { Progress, Provisioned, Provisioner, Provisioning } from '../../../functions/ports/provisioner.ts';

/** A provisioner that does what the test says: everything succeeds at once unless it is told otherwise. */
export interface FakeProvisioner extends Provisioner {
  /** What was begun, in order. */
  works: Provisioning[];
  /** The files of each, as text. */
  texts: Map<string, Record<string, string>>;
  cancelled: string[];
  /** What becomes of work; InProgress lasts until `ends` has an end for it. */
  outcome: (work: Provisioning) => Progress;
  ends: Map<string, Provisioned>;
}

export const done: Provisioned = { state: 'Succeeded', outputs: [], resources: [] };
export const failed: Provisioned = { state: 'Failed', message: 'The stack rolled back.' };

export function fakeProvisioner(): FakeProvisioner {
  const fake: FakeProvisioner = {
    works: [],
    texts: new Map(),
    cancelled: [],
    ends: new Map(),
    outcome: () => done,
    start: async (work) => {
      fake.works.push(work);
      const files = await work.files();
      fake.texts.set(work.id, Object.fromEntries(files.map(({ path, body }) => [path, Buffer.from(body).toString()])));
      return fake.ends.get(work.id) ?? fake.outcome(work);
    },
    look: async (work) => fake.ends.get(work.id) ?? fake.outcome(work),
    cancel: async ({ id }) => void fake.cancelled.push(id),
  };
  return fake;
}
