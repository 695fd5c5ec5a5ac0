import type { Body } from '../command.ts';
import { program } from '../program.ts';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import type { Place } from './words.ts';
import { placesOf } from './words.ts';
import { zsh } from './zsh.ts';

const shells: Record<string, (places: Place[]) => string> = { bash, zsh, fish };

/** quaymaster completion: a script that completes what is typed, made of all that can be typed. */
export const completion: Body = async ({ positionals: [shell = ''] }) => {
  console.log(shells[shell]?.(placesOf(program())));
  return 0;
};
