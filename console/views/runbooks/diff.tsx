import { Problem, Waiting } from '../../parts/notice.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { loadRunbook } from './load-runbook.ts';

/** A line of a comparison: `+` is new, `-` is gone. */
interface Line {
  sign: '+' | '-' | ' ' | '@';
  text: string;
}

interface DiffParts {
  name: string;
  version: string;
  against: string;
  content: string;
}

async function linesOf(before: string, after: string): Promise<Line[]> {
  const { structuredPatch } = await import('diff');
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 4 });
  return hunks.flatMap(({ lines, oldStart, newStart }) => [
    { sign: '@' as const, text: `from line ${oldStart}, now line ${newStart}` },
    ...lines.map((line) => ({ sign: line[0] as Line['sign'], text: line.slice(1) })),
  ]);
}

/** What one version of a runbook changed in another. */
export const Diff = ({ name, version, against, content }: DiffParts) => {
  const { value, problem, reload } = useLoaded({
    key: `${name}@${version}-${against}`,
    load: async () => linesOf((await loadRunbook(name, against)).document.Content ?? '', content),
  });
  if (!value) return problem ? <Problem text={problem} retry={reload} /> : <Waiting />;
  return <Lines lines={value} />;
};

/** Two texts compared. */
export const TextDiff = ({ before, after }: { before: string; after: string }) => {
  const { value, problem, reload } = useLoaded({ key: `${before}\0${after}`, load: () => linesOf(before, after) });
  if (!value) return problem ? <Problem text={problem} retry={reload} /> : <Waiting />;
  return <Lines lines={value} />;
};

const kinds = { '+': 'is-new', '-': 'is-gone', ' ': '', '@': 'is-place' };
const said = { '+': 'new: ', '-': 'gone: ', ' ': '', '@': '' };

const Lines = ({ lines }: { lines: Line[] }) =>
  lines.length === 0 ? (
    <p class="faint">They are the same.</p>
  ) : (
    <div class="diff" tabIndex={0} role="region" aria-label="Changed lines">
      {lines.map(({ sign, text }, place) => (
        <div key={place} class={`diff-line ${kinds[sign]}`}>
          <span class="unseen">{said[sign]}</span>
          <code>{text || ' '}</code>
        </div>
      ))}
    </div>
  );
