/** Time in epoch milliseconds. `wake` calls once when `at` is reached, however far off (also beyond setTimeout's 24.8 days); the answer cancels it. */
export interface Clock {
  now(): number;
  wake(at: number, call: () => void): () => void;
}
