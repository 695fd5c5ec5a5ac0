/** A text that is no event pattern; the message says why, in the words of AWS's event-ruler where it has some. */
export class InvalidPattern extends Error {
  override name = 'InvalidPattern';
}
