import { Option } from 'commander';

/** An option that a variable of the environment stands in for where it is not given; an empty variable counts as absent, which commander's own does not. */
export class Setting extends Option {
  variable: string | undefined;
  isNeeded = false;
  /** Of many commands, and told of once. */
  isCommon = false;

  /** The variable that stands in. */
  from(variable: string): this {
    this.variable = variable;
    return this;
  }

  /** May be repeated: its value is a list. */
  repeated(): this {
    return this.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  }

  /** Nothing works without it. */
  needed(): this {
    this.isNeeded = true;
    return this;
  }

  /** Many commands have it. */
  common(): this {
    this.isCommon = true;
    return this;
  }

  /** As people write it in a sentence: `--policy FILE`. */
  get term(): string {
    return this.flags.replace(/^-\w, /, '').replace(/[<[]([^>\]]+)[>\]]/, (_all, name: string) => name.toUpperCase());
  }
}

/** What an option is for, what it may be, what it is unless told, and where else it is looked for. */
export function describedOption(option: Option): string {
  const standIn = option instanceof Setting ? option.variable : undefined;
  const choices = option.argChoices?.join(', ');
  const usual = typeof option.defaultValue === 'string' ? (option.defaultValueDescription ?? option.defaultValue) : '';
  const extra = [usual, standIn].filter(Boolean).join('; ');
  return [option.description, choices && `: ${choices}`, extra && ` (${extra})`].filter(Boolean).join('');
}
