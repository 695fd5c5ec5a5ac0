import type { Place, Valued, Word } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A completion script for fish, with what each word is for. */
export const fish = (places: Place[]): string => `# fish completion of quaymaster: quaymaster completion fish | source
function __quaymaster_path
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch "$at/$word"
${places
  .filter(({ path }) => path)
  .map(stepOf)
  .join('\n')}
    end
  end
  echo $at
end
complete -c quaymaster -f
${places.flatMap(placeLines).join('\n')}`;

function stepOf({ path }: Place): string {
  const words = path.split(' ');
  return `      case ${quoted(`${words.slice(0, -1).join(' ')}/${words.at(-1)}`)}\n        set at ${quoted(path)}`;
}

function placeLines({ path, commands, options, valued, choices, isFileNext }: Place): string[] {
  const here = `complete -c quaymaster -n 'test (__quaymaster_path) = ${quoted(path).replaceAll("'", '"')}'`;
  const next = [...commands, ...choices.map((word) => ({ word, text: '' }))];
  const words = next.map(({ word, text }) => `${here} -a ${quoted(word)} -d ${quoted(text)}`);
  const plain = options.filter(({ word }) => !valued.some(({ names }) => names.includes(word)));
  return [
    ...words,
    ...(isFileNext ? [`${here} -F`] : []),
    ...plain.map(({ word, text }) => `${here} ${flag(word)} -d ${quoted(text)}`),
    ...valued.map((one) => `${here} ${valueFlags(one, options)}`),
  ];
}

const flag = (name: string): string =>
  name.startsWith('--') ? `-l ${quoted(name.slice(2))}` : `-s ${quoted(name.slice(1))}`;

function valueFlags({ names, choices, isPath }: Valued, options: Word[]): string {
  const text = options.find(({ word }) => names.includes(word))?.text ?? '';
  const values = choices.length ? `-x -a ${quoted(choices.join(' '))}` : isPath ? '-r -F' : '-x';
  return `${names.map(flag).join(' ')} ${values} -d ${quoted(text)}`;
}
