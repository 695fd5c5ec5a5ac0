import { stringRepr } from '../text/string-repr.ts';
import { hashKey } from './dict.ts';
import { PyObject, type Key, type Value } from './value.ts';

/** Text marked safe (markupsafe.Markup): a str whose operations escape what they are given. */
export class Markup extends PyObject {
  readonly type = 'Markup';
  override readonly module = 'markupsafe';
  readonly characters: string;

  constructor(characters: string) {
    super();
    this.characters = characters;
  }

  override repr(): string {
    return `Markup(${stringRepr(this.characters)})`;
  }

  override text(): string {
    return this.characters;
  }

  override truth(): boolean {
    return this.characters !== '';
  }

  override iterate(): Iterable<Value> {
    return this.characters;
  }

  override equals(other: Value): boolean {
    return (other instanceof Markup ? other.characters : other) === this.characters;
  }

  override key(): Key {
    return hashKey(this.characters);
  }

  override subscriptable(): boolean {
    return true;
  }
}

/** markupsafe.escape of text. */
export function escapeText(text: string): string {
  if (!/[&<>'"]/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('<', '&lt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&#34;');
}
