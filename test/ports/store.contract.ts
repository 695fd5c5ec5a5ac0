import { expiry } from './store/expiry.ts';
import { lists } from './store/lists.ts';
import { agreesWithModel } from './store/model.ts';
import { races } from './store/races.ts';
import type { StoreUnderTest } from './store/subject.ts';
import { writes } from './store/writes.ts';

/** What every implementation of the store port does. */
export function storeContract(subject: () => StoreUnderTest): void {
  describe('get and write', () => writes(subject));
  describe('list', () => lists(subject));
  describe('expiry', () => expiry(subject));
  describe('under way at once', () => races(subject));
  agreesWithModel(subject);
}
