import { type Place, quoted, stepTo, type Valued, type Word } from './words.ts';

/** A completion script for zsh, with what each word is for. */
export const zsh = (places: Place[]): string => `#compdef quaymaster
# zsh completion of quaymaster: source <(quaymaster completion zsh), after compinit
_quaymaster() {
  local prev=\${words[CURRENT-1]} path_= at
  local -a shown
  for ((at = 2; at < CURRENT; at++)); do
    case "$path_/\${words[at]}" in
${places
  .filter(({ path }) => path)
  .map((place) => stepTo(place, 'path_'))
  .join('\n')}
    esac
  done
  case "$path_" in
${places.map(placeText).join('\n')}
  esac
}
compdef _quaymaster quaymaster`;

function placeText({ path, commands, options, valued, choices, isFileNext }: Place): string {
  const next = [...commands, ...choices.map((word) => ({ word, text: '' }))];
  return `    ${quoted(path)})
      case "$prev" in
${valued.map(valueText).join('\n')}
        *)
          if [[ $PREFIX == -* ]]; then
            shown=(${options.map(described).join(' ')}); _describe option shown
          else
            shown=(${next.map(described).join(' ')}); _describe command shown${isFileNext ? '; _files' : ''}
          fi ;;
      esac ;;`;
}

const described = ({ word, text }: Word): string => quoted(`${word.replaceAll(':', '\\:')}:${text}`);

const valueText = ({ names, choices, isPath }: Valued): string => {
  const shown = choices.length ? `compadd -- ${choices.map(quoted).join(' ')}` : isPath ? '_files' : ':';
  return `        ${names.join('|')}) ${shown} ;;`;
};
