import { type Place, quoted, stepTo, type Valued } from './words.ts';

/** A completion script for bash 3.2 and newer: it needs nothing else, starts nothing and evaluates nothing that was typed. */
export const bash = (places: Place[]): string => `# bash completion of quaymaster: eval "$(quaymaster completion bash)"
_quaymaster() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path= words= files= at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$path/\${COMP_WORDS[at]}" in
${places
  .filter(({ path }) => path)
  .map((place) => stepTo(place, 'path'))
  .join('\n')}
    esac
  done
  case "$path" in
${places.map(placeText).join('\n')}
  esac
  COMPREPLY=()
  while IFS= read -r at; do COMPREPLY+=("$at"); done < <(compgen -W "$words" -- "$cur")
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r at; do COMPREPLY+=("$at"); done < <(compgen -f -- "$cur")
  fi
}
complete -F _quaymaster quaymaster`;

function placeText({ path, commands, options, valued, choices, isFileNext }: Place): string {
  const words = [...commands.map(({ word }) => word), ...choices].join(' ');
  return `    ${quoted(path)})
      case "$prev" in
${valued.map(valueText).join('\n')}
        *) if [[ $cur == -* ]]; then words=${quoted(options.map(({ word }) => word).join(' '))}; else words=${quoted(words)}${isFileNext ? ' files=1' : ''}; fi ;;
      esac ;;`;
}

const valueText = ({ names, choices, isPath }: Valued): string =>
  `        ${names.join('|')}) words=${quoted(choices.join(' '))}${isPath ? ' files=1' : ''} ;;`;
