import { Problem, Waiting } from '../../parts/notice.tsx';
import { TextDiff } from '../../parts/text-diff.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { loadRunbook } from './load-runbook.ts';

interface DiffParts {
  name: string;
  against: string;
  content: string;
}

/** What one version of a runbook, whose text is known, changed in another. */
export const Diff = ({ name, against, content }: DiffParts) => {
  const { value, problem, reload } = useLoaded({
    key: `${name}@${against}`,
    load: async () => (await loadRunbook(name, against)).document.Content ?? '',
  });
  if (value === undefined) return problem ? <Problem text={problem} retry={reload} /> : <Waiting />;
  return <TextDiff before={value} after={content} />;
};
