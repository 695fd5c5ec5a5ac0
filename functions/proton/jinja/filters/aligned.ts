import { stringRepr } from '../text/string-repr.ts';
import { PyObject, type Value } from '../values/value.ts';

/** Lines of YAML that line up under the column where they are printed; anywhere else they are a str. */
export class Aligned extends PyObject {
  readonly type = 'str';
  readonly #lines: string[];
  readonly #empty: string;

  /** `empty` stands for no lines where YAML needs a value. */
  constructor(lines: string[], empty: string) {
    super();
    this.#lines = lines;
    this.#empty = empty;
  }

  override text(): string {
    return this.#lines.join('\n');
  }

  override repr(): string {
    return stringRepr(this.text());
  }

  override truth(): boolean {
    return this.#lines.length > 0;
  }

  override equals(other: Value): boolean {
    return other === this.text();
  }

  /** The lines as they stand after what is printed already; without lines, nothing if the block has begun above, else an empty collection. */
  after(printed: string): string {
    const start = printed.lastIndexOf('\n') + 1;
    const column = printed.length - start;
    if (this.#lines.length > 0) return this.#lines.join(`\n${' '.repeat(column)}`);
    const above = /(?:^|\n)( *)[^ \n][^\n]*\n[ \n]*$/.exec(printed.slice(-10_000))?.[1] ?? '';
    return above.length === column && column > 0 ? '' : this.#empty;
  }
}
