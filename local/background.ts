/** Runs a call when its turn has come. */
export type Background = <Result>(call: () => Promise<Result>) => Promise<Result>;

/** Calls begun in one turn of the event loop, at most. */
const most = 64;

/**
 * Work that gives way to requests: in each turn of the event loop the requests that came are served first, then calls begin, in the order they
 * came, until `slice` milliseconds are over. So a request waits for one slice, not for all work that is due, and the work always has its share.
 */
export function background(slice: number): Background {
  let due: (() => void)[] = [];
  let isTurning = false;

  const turn = (): void => {
    const end = performance.now() + slice;
    const calls = due.slice(0, most);
    let begun = 0;
    // One macrotask each, so that what a call does before it waits counts as its time.
    for (const [place, call] of calls.entries())
      setImmediate(() => {
        if (begun === place && (place === 0 || performance.now() < end)) begun += 1;
        if (begun > place) call();
        if (place === calls.length - 1) rest(begun);
      });
  };
  const rest = (begun: number): void => {
    due = due.slice(begun);
    isTurning = due.length > 0;
    if (isTurning) turn();
  };

  return (call) =>
    new Promise((resolve, reject) => {
      due.push(() => void call().then(resolve, reject));
      if (isTurning) return;
      isTurning = true;
      setImmediate(turn);
    });
}
