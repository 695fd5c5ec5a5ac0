/** A repository that cannot be had, or not as it is: the message says why, for the person who deploys. */
export class RepositoryRefused extends Error {
  override name = 'RepositoryRefused';
}

/** A repository that cannot be reached now; later it may. */
export class RepositoryUnreachable extends Error {
  override name = 'RepositoryUnreachable';
}
