/** Where something is wrong in a bundle: a file, and in it the names and indexes that lead to a value, or a place that counts from 1. */
export interface BundlePlace {
  file: string;
  path?: (string | number)[] | undefined;
  line?: number | undefined;
  column?: number | undefined;
}

/** A template bundle that cannot be registered; `message` says what is wrong, where, and what would be right. */
export class BundleError extends Error {
  override name = 'BundleError';
  /** The message without the file. */
  readonly reason: string;
  readonly place: BundlePlace | undefined;

  constructor(reason: string, place?: BundlePlace) {
    super(place ? `${written(place)}: ${reason}` : reason);
    this.reason = reason;
    this.place = place;
  }
}

const written = ({ file, line, column }: BundlePlace): string =>
  line === undefined ? file : `${file}, line ${line}, column ${column}`;
