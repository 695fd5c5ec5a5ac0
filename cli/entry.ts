import { Command, type CommanderError } from 'commander';
import { type Body, UsageError } from './command.ts';
import { describedOption, Setting } from './setting.ts';

/** Lines of a help text: a term, and what is said of it. */
export type Lines = [string, string][];

/** What exit codes mean unless a command says otherwise. */
export const everyExit: Record<number, string> = {
  0: 'done',
  1: 'not done; stderr tells why',
  2: 'a command line nobody can run',
};

/** One command: what may be typed, from which its help, its completion and docs/cli.md are made, and where its body is. */
export class Entry extends Command {
  /** Loaded when it is typed: nobody waits for a command they did not type. */
  body: (() => Promise<Body>) | undefined;
  /** What was typed, known to the root once it has parsed. */
  typed: Entry | undefined;
  readonly examples: Lines = [];
  exitCodes = everyExit;
  note = '';

  constructor(name?: string) {
    super(name);
    this.helpOption('-h, --help', 'tells this');
    this.exitOverride((error) => this.#refuse(error));
    this.configureOutput({ writeErr: () => {}, outputError: () => {} });
    this.configureHelp({ optionDescription: describedOption, subcommandTerm: (command) => command.name() });
    this.addHelpText('after', () => this.#more());
  }

  override createCommand(name?: string): Entry {
    return new Entry(name);
  }

  /** The words that lead to it, `executions list`; none for the root. */
  get path(): string {
    return this.parent instanceof Entry ? `${this.parent.path} ${this.name()}`.trimStart() : '';
  }

  /** Its own commands. */
  get entries(): Entry[] {
    return this.commands.filter((command) => command instanceof Entry);
  }

  /** Where the body is, to be loaded when somebody types this. */
  does(load: () => Promise<Body>): this {
    this.body = load;
    return this.action(() => {
      this.#root.typed = this;
    });
  }

  /** An option with all that `adapt` says of it; `flags` as commander takes them. */
  setting(flags: string, text: string, adapt: (setting: Setting) => unknown = () => {}): this {
    const setting = new Setting(flags, text);
    adapt(setting);
    return this.addOption(setting);
  }

  /** A line that works, and what for. */
  example(line: string, why: string): this {
    this.examples.push([line, why]);
    return this;
  }

  /** Exit codes beside or instead of those of every command. */
  exits(codes: Record<number, string>): this {
    this.exitCodes = { ...everyExit, ...codes };
    return this;
  }

  /** Commands of its own. */
  with(...entries: Entry[]): this {
    for (const entry of entries) this.addCommand(entry);
    return this;
  }

  /** What else there is to know. */
  notes(text: string): this {
    this.note = text;
    return this;
  }

  /** A group that was typed alone wants to know which of its commands. */
  override help(context?: unknown): never {
    if (!this.parent || !(context as { error?: boolean } | undefined)?.error) return super.help();
    const names = this.commands.map((command) => command.name());
    throw this.advised(`${this.path} ${[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' or ')}?`);
  }

  /** A command line nobody can run. */
  wrong(message: string): UsageError {
    return new UsageError(message, `quaymaster ${this.path}`.trimEnd());
  }

  /** A command line nobody can run, with one that works. */
  advised(message: string): UsageError {
    return this.wrong([message, this.examples[0]?.[0]].filter(Boolean).join(' '));
  }

  get #root(): Entry {
    return this.parent instanceof Entry ? this.parent.#root : this;
  }

  #more(): string {
    const exits = Object.entries(this.body ? this.exitCodes : {});
    const sections = [sectionOf('Examples', this.examples), sectionOf('Exit codes', exits)];
    return [this.note && `\n${this.note}\n`, ...sections].join('').trimEnd();
  }

  /** What commander found wrong, in our words. */
  #refuse(error: CommanderError): never {
    if (error.exitCode === 0) throw error;
    const at = this.args.length;
    if (error.code === 'commander.missingArgument')
      throw this.advised(`${this.path} needs ${this.registeredArguments[at]?.name().toUpperCase()}:`);
    if (error.code === 'commander.excessArguments')
      throw this.wrong(`${this.path} takes no '${this.args[this.registeredArguments.length]}'`);
    throw this.wrong(sentence(error.message));
  }
}

const sectionOf = (heading: string, lines: Lines): string => {
  const width = Math.max(...lines.map(([term]) => term.length));
  const shown = lines.map(([term, text]) => `  ${term.padEnd(width)}  ${text}\n`);
  return lines.length ? `\n${heading}:\n${shown.join('')}` : '';
};

/** `error: unknown option '--prot'\n(Did you mean --port?)` as one line. */
const sentence = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replace(/\n\((.*)\)$/, '. $1')
    .replace(/\.$/, '');
