import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface SearchParts {
  label: string;
  hint: string;
  text: string;
  search: (text: string) => void;
}

/** A field that searches when typing pauses. */
export const Search = ({ label, hint, text, search }: SearchParts) => {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return undefined;
    const timer = setTimeout(() => search(typed), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={hint}
        value={typed}
        spellcheck={false}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
};
