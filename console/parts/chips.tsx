/** One of the things that a list may be narrowed to; `count` is how many there are of it. */
export interface Choice {
  name: string;
  key: string;
  count?: number;
}

interface Chosen {
  label: string;
  choices: readonly Choice[];
  chosen: string;
  choose: (key: string) => void;
}

/** A row of buttons of which one is pressed. */
export const Chips = ({ label, choices, chosen, choose }: Chosen) => (
  <div class="chips" role="group" aria-label={label}>
    {choices.map(({ name, key, count }) => (
      <button key={key} type="button" class="chip" aria-pressed={key === chosen} onClick={() => choose(key)}>
        {name}
        {count !== undefined && <span class="chip-count number">{count}</span>}
      </button>
    ))}
  </div>
);
