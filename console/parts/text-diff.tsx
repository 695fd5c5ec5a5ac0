import { useLoaded } from '../use-loaded.ts';
import { Problem, Waiting } from './notice.tsx';

/** A line of a comparison: `+` is new, `-` is gone. */
interface Line {
  sign: '+' | '-' | ' ' | '@';
  text: string;
}

/** Two texts by line; only what is around a change. */
async function linesOf(before: string, after: string): Promise<Line[]> {
  const { structuredPatch } = await import('diff');
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 4 });
  return hunks.flatMap(({ lines, oldStart, newStart }) => [
    { sign: '@' as const, text: placeText(oldStart, newStart) },
    // That a text ends without a line break concerns nobody.
    ...lines
      .filter((line) => !line.startsWith('\\'))
      .map((line) => ({ sign: line[0] as Line['sign'], text: line.slice(1) })),
  ]);
}

const placeText = (before: number, after: number): string =>
  before === after ? `line ${after}` : `line ${after}, before line ${before}`;

/** Two texts compared. */
export const TextDiff = ({
  before,
  after,
  label = 'Changed lines',
}: {
  before: string;
  after: string;
  label?: string;
}) => {
  const { value, problem, reload } = useLoaded({ key: `${before}\0${after}`, load: () => linesOf(before, after) });
  if (!value) return problem ? <Problem text={problem} retry={reload} /> : <Waiting />;
  return <Lines lines={value} label={label} />;
};

const kinds = { '+': 'is-new', '-': 'is-gone', ' ': '', '@': 'is-place' };
const said = { '+': 'new: ', '-': 'gone: ', ' ': '', '@': '' };

const Lines = ({ lines, label }: { lines: Line[]; label: string }) =>
  lines.length === 0 ? (
    <p class="faint">They are the same.</p>
  ) : (
    <div class="diff" tabIndex={0} role="region" aria-label={label}>
      <div class="diff-lines">
        {lines.map(({ sign, text }, place) => (
          <div key={place} class={`diff-line ${kinds[sign]}`}>
            <span class="unseen">{said[sign]}</span>
            <code>{text || ' '}</code>
          </div>
        ))}
      </div>
    </div>
  );
