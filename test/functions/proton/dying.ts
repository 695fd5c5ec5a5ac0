import type { Ports } from '../../../functions/ports/ports.ts';

/** Lets every program end before it writes down a deployment of which something is known; answers with what ends that. */
export function dyingAt({ store }: Pick<Ports, 'store'>, known: 'isBegun' | 'isStarted'): () => void {
  const plain = { ...store };
  store.write = async (writes) => {
    const isAt = writes.some((one) => 'put' in one && known in one.put.value);
    if (isAt) throw new Error('The program ended.');
    return plain.write(writes);
  };
  return () => void Object.assign(store, plain);
}
