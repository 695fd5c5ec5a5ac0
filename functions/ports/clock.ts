/**
 * Time in epoch milliseconds. `wake` calls once when `at` is reached, however far off (also beyond setTimeout's 24.8 days); `after` calls once when so
 * many milliseconds went by, whatever the clock is set to meanwhile. The answer cancels either.
 */
export interface Clock {
  now(): number;
  wake(at: number, call: () => void): () => void;
  after(milliseconds: number, call: () => void): () => void;
}
