import { counted } from '../words.ts';
import { TextDiff } from './text-diff.tsx';
import { Code } from './value.tsx';

/** A file as it was and as it is; either may be missing. */
export interface ChangedFile {
  Path: string;
  Before?: string;
  After?: string;
}

/** Files compared, each of which can be folded; those that stay are only named. */
export const FileDiffs = ({ files }: { files: ChangedFile[] }) => {
  const changed = files.filter(({ Before, After }) => Before !== After);
  const same = files.filter(({ Before, After }) => Before === After);
  return (
    <div class="files">
      {changed.map((file, place) => (
        <details key={file.Path} class="file" open={place < 5}>
          <summary>
            <code>{file.Path}</code>
            {file.Before === undefined && <span class="tag is-new">new</span>}
            {file.After === undefined && <span class="tag is-gone">removed</span>}
          </summary>
          <Body file={file} />
        </details>
      ))}
      {same.length > 0 && (
        <p class="faint">
          {counted(same.length, 'file')} {same.length === 1 ? 'stays' : 'stay'} as{' '}
          {same.length === 1 ? 'it is' : 'they are'}: {same.map(({ Path }) => Path).join(', ')}
        </p>
      )}
    </div>
  );
};

const Body = ({ file: { Path, Before, After } }: { file: ChangedFile }) =>
  Before === undefined ? (
    <Code text={After ?? ''} label={`Text of ${Path}`} />
  ) : (
    <TextDiff before={Before} after={After ?? ''} label={`Changed lines of ${Path}`} />
  );
