import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** What no file's name may hold on one system or another. */
const fileName = (name: string): string => name.replace(/[^\w.-]+/g, '_').slice(-120);

/** A text as a file of the reader's. */
export const Download = ({ text, name }: { text: string; name: string }) => {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <a class="button is-small" href={url} download={fileName(name)} aria-label={`Download ${fileName(name)}`}>
      <Icon name="down" size={16} />
      Download
    </a>
  );
};
