/** Whether a request is for OpenStack's door, by its path and method: any version of Heat's, Keystone's, and the list of versions. */
export const isForHeat = (path: string, method: string): boolean =>
  /^\/(v\d[^/]*|identity)(\/|$)/.test(path) || (path === '/' && method === 'GET');
