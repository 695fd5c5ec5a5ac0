import type { Now, Wanted } from './load-plan.ts';
import { behindOf } from './versions.ts';

interface FormParts {
  now: Now;
  wanted: Wanted;
  set: (wanted: Wanted) => void;
  isBusy: boolean;
  /** The plan that is shown is of what stands in the form. */
  isShown: boolean;
  make: () => void;
}

/** What should be deployed: a version of the template, and a spec. */
export const PlanForm = ({ now, wanted, set, isBusy, isShown, make }: FormParts) => (
  <form
    class="card plan-form"
    aria-label="What should be deployed"
    onSubmit={(event) => {
      event.preventDefault();
      if (!isBusy) make();
    }}
  >
    <Versions now={now} wanted={wanted} set={set} />
    <Spec now={now} wanted={wanted} set={set} />
    <div class="plan-foot">
      <p class="hint">Planning changes nothing.</p>
      <button class={`button ${isShown ? '' : 'is-primary'}`} aria-busy={isBusy}>
        {isShown ? 'Plan again' : 'Show the plan'}
      </button>
    </div>
  </form>
);

type Field = Pick<FormParts, 'now' | 'wanted' | 'set'>;

const Versions = ({ now, wanted, set }: Field) => {
  const newest = now.versions.findLast(({ isPublished }) => isPublished)?.name;
  const chosen = now.versions.find(({ name }) => name === wanted.version);
  const marks = (name: string, isPublished: boolean) =>
    [name === now.version ? 'deployed' : '', name === newest ? 'newest' : '', isPublished ? '' : 'draft']
      .filter((mark) => mark !== '')
      .join(', ');
  return (
    <label class="field plan-version">
      <span class="field-name">Version of {now.template}</span>
      <select
        value={wanted.version}
        onChange={(event) => set({ ...wanted, version: event.currentTarget.value })}
        aria-describedby="version-about"
      >
        {!chosen && <option value={wanted.version}>{wanted.version} (deployed)</option>}
        {now.versions.map(({ name, isPublished }) => (
          <option key={name} value={name}>
            {marks(name, isPublished) ? `${name} (${marks(name, isPublished)})` : name}
          </option>
        ))}
      </select>
      <span class="hint" id="version-about">
        {chosen?.description || versionHint(now)}
      </span>
    </label>
  );
};

const versionHint = ({ version, versions }: Now): string =>
  behindOf(version, versions) ? `${version} is deployed.` : `${version} is deployed; there is no newer one.`;

const Spec = ({ now, wanted, set }: Field) => {
  const isEdited = wanted.spec !== now.spec;
  return (
    <div class="field">
      <label class="field-name" for="plan-spec">
        Spec {isEdited && <span class="tag">edited</span>}
      </label>
      <textarea
        id="plan-spec"
        class="is-code"
        spellcheck={false}
        rows={Math.min(22, Math.max(8, wanted.spec.split('\n').length + 1))}
        value={wanted.spec}
        onInput={(event) => set({ ...wanted, spec: event.currentTarget.value })}
      />
      {isEdited && (
        <button type="button" class="button is-small plan-undo" onClick={() => set({ ...wanted, spec: now.spec })}>
          Take back my edits
        </button>
      )}
    </div>
  );
};
