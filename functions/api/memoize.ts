// Longer texts are rare and would let a caller fill the memory.
const LONGEST = 1000;

/** Remembers what `make` gives for the last `limit` different texts (each up to 1,000 characters), oldest out first. */
export function memoize<Made>(make: (text: string) => Made, limit: number): (text: string) => Made {
  const made = new Map<string, Made>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const fresh = make(text);
    if (text.length > LONGEST) return fresh;
    const [oldest] = made.keys();
    if (made.size >= limit && oldest !== undefined) made.delete(oldest);
    made.set(text, fresh);
    return fresh;
  };
}
