/** A fault put into the program on purpose: what stands in a file, and what stands there instead. */
export interface PlantedFault {
  name: string;
  file: string;
  text: string;
  instead: string;
  /** The words of the promise that it breaks. */
  breaks: RegExp;
}
