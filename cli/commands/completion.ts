import { Entry } from '../entry.ts';

/** quaymaster completion. */
export const completion = (): Entry => {
  const entry = new Entry('completion').description(
    'prints a script that completes commands and options in your shell',
  );
  entry.addArgument(entry.createArgument('<shell>', 'which one').choices(['bash', 'zsh', 'fish']));
  return entry
    .example('eval "$(quaymaster completion bash)"', 'in ~/.bashrc')
    .example('source <(quaymaster completion zsh)', 'in ~/.zshrc, after compinit')
    .example('quaymaster completion fish | source', 'in ~/.config/fish/config.fish')
    .does(async () => (await import('../completion/completion.ts')).completion);
};
