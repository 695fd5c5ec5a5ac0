/** A template bundle that cannot be registered; `message` says what is wrong, where, and what would be right. */
export class BundleError extends Error {
  override name = 'BundleError';
}
