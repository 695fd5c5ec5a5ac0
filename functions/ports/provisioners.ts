import type { JsonObject } from './json.ts';
import type { Provisioned, Provisioner, Provisioning, ProvisioningKind } from './provisioner.ts';

/** One provisioner of several: each kind of work goes to its own, and work that nobody here does fails and says so. */
export function byKind(provisioners: Partial<Record<ProvisioningKind, Provisioner>>): Provisioner {
  const all: Partial<Record<ProvisioningKind, Provisioner>> = { 'customer-managed': customerManaged, ...provisioners };
  const of = ({ kind }: Provisioning): Provisioner => all[kind] ?? unavailable;
  return {
    start: (work) => of(work).start(work),
    look: (work, memo) => of(work).look(work, memo),
    cancel: (work, memo) => of(work).cancel(work, memo),
  };
}

/** A provisioner that is loaded when it is first needed. */
export function lazily(load: () => Promise<Provisioner>): Provisioner {
  let loaded: Promise<Provisioner> | undefined;
  const provisioner = (): Promise<Provisioner> => (loaded ??= load());
  return {
    start: async (work) => (await provisioner()).start(work),
    look: async (work, memo) => (await provisioner()).look(work, memo),
    cancel: async (work, memo) => (await provisioner()).cancel(work, memo),
  };
}

const refused = async ({ kind }: Provisioning): Promise<Provisioned> => ({
  state: 'Failed',
  message: `This server has nothing that provisions ${kind}.`,
  isUntouched: true,
});

const unavailable: Provisioner = { start: refused, look: refused, cancel: async () => undefined };

/** What the customer manages is there already: the inputs of an environment are its outputs. */
const asGiven = async ({ inputs }: Provisioning): Promise<Provisioned> => ({
  state: 'Succeeded',
  outputs: outputsOf(inputs),
  resources: [],
});

const customerManaged: Provisioner = { start: asGiven, look: asGiven, cancel: async () => undefined };

function outputsOf({ environment }: JsonObject): { key: string; valueString: string }[] {
  const inputs = (environment as { inputs?: JsonObject } | undefined)?.inputs ?? {};
  return Object.entries(inputs).flatMap(([key, value]) =>
    typeof value === 'string' && value !== '' ? [{ key, valueString: value }] : [],
  );
}
