import type { Json } from '../../functions/ports/json.ts';
import { isMap } from '../../functions/ssm/expressions/typed-value.ts';
import type { Mock } from './mocks.ts';

/** Whether a value holds what is written: a map at least these members, a list as many items of which each holds its own. */
export function holds(value: Json | undefined, written: Json): boolean {
  if (Array.isArray(written))
    return (
      Array.isArray(value) && value.length === written.length && written.every((item, at) => holds(value[at], item))
    );
  if (!isMap(written)) return value === written;
  return isMap(value) && Object.entries(written).every(([name, member]) => holds(value[name], member));
}

/** Mocks in their order: of those that fit an input each answers once, or `times` times, and the last one ever after. */
export class Answers<Given> {
  readonly #mocks: Mock<Given>[];
  readonly #used = new Map<Mock<Given>, number>();

  constructor(mocks: Mock<Given>[] = []) {
    this.#mocks = mocks;
  }

  /** What answers an input now; undefined where nothing fits or all that fits is used up. */
  next(input: Json): Given | undefined {
    const fitting = this.#mocks.filter(({ match }) => match === undefined || holds(input, match));
    const last = fitting.at(-1);
    const mock = fitting.find((one) => this.#usesOf(one) < (one.times ?? (one === last ? Infinity : 1)));
    if (mock) this.#used.set(mock, this.#usesOf(mock) + 1);
    return mock?.given;
  }

  /** The places of those that never answered. */
  get unused(): string[] {
    return this.#mocks.filter((mock) => !this.#used.has(mock)).map(({ place }) => place);
  }

  get isEmpty(): boolean {
    return this.#mocks.length === 0;
  }

  #usesOf(mock: Mock<Given>): number {
    return this.#used.get(mock) ?? 0;
  }
}

/** Answers by what they answer. */
export type AnswersBy<Given> = Map<string, Answers<Given>>;

/** One sequence of answers for each name; `key` tells when two spellings are one name. */
export const answersBy = <Given>(
  mocks: Record<string, Mock<Given>[]>,
  key = (name: string) => name,
): AnswersBy<Given> => new Map(Object.entries(mocks).map(([name, list]) => [key(name), new Answers(list)]));
