import { useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** Text of a program, as it is. */
export const Code = ({ text, label }: { text: string; label: string }) => (
  <pre class="code" tabIndex={0} role="region" aria-label={label}>
    {text}
  </pre>
);

/** JSON with line breaks, any other text as it is. */
export function pretty(text: string): string {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  } catch {
    return text;
  }
}

/** Names with their values, long ones on lines of their own. */
export const Values = ({ values, none }: { values: Record<string, string[]> | undefined; none: string }) => {
  const entries = Object.entries(values ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  if (!entries.length) return <p class="faint">{none}</p>;
  return (
    <dl class="values">
      {entries.map(([name, texts]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Texts name={name} texts={texts} />
          </dd>
        </div>
      ))}
    </dl>
  );
};

const Texts = ({ name, texts }: { name: string; texts: string[] }) => (
  <>
    {texts.map((given, place) => {
      const text = pretty(given);
      return text.includes('\n') ? (
        <Code key={place} text={text} label={name} />
      ) : (
        <code key={place}>{text === '' ? ' ' : text}</code>
      );
    })}
  </>
);

/** A text to be copied: an id, say. */
export const Copied = ({ text, shown = text, what }: { text: string; shown?: string; what: string }) => {
  const [isDone, setDone] = useState(false);
  const copy = () => {
    // Only a page that came over TLS, or from this machine, has a clipboard.
    void (navigator as Partial<Navigator>).clipboard?.writeText(text).then(() => setDone(true));
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" class="copied" onClick={copy} title={text} aria-label={`${shown}: copy ${what}`}>
      <code>{shown}</code>
      <Icon name={isDone ? 'check' : 'copy'} size={14} />
    </button>
  );
};
