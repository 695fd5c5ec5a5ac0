import { heatContract } from './contract.ts';

const malformed = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';
const denied = 'Access was denied to this resource.';

const titles: Record<number, { title: string; explanation: string }> = {
  400: { title: 'Bad Request', explanation: malformed },
  403: { title: 'Forbidden', explanation: denied },
  404: { title: 'Not Found', explanation: 'The resource could not be found.' },
  405: { title: 'Method Not Allowed', explanation: malformed },
  409: { title: 'Conflict', explanation: 'There was a conflict when trying to complete your request.' },
  500: {
    title: 'Internal Server Error',
    explanation: 'The server has either erred or is incapable of performing the requested operation.',
  },
};

/** A caller's fault in Heat's words: the type is an exception's name there; without a message none is shown. */
export class HeatError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message = '') {
    super(message);
    this.name = type;
    this.type = type;
    this.status = heatContract.errors[type] ?? 500;
  }
}

/** An error as its body. Source: heat/api/middleware/fault.py */
export function errorBody({ status, type, message }: HeatError): object {
  const { title, explanation } = titles[status] ?? { title: 'Error', explanation: '' };
  return { code: status, title, explanation, error: { type, traceback: null, ...(message && { message }) } };
}

export const badRequest = (message = malformed) => new HeatError('HTTPBadRequest', message);

/** Python's, for what is wrong inside a body: Heat does not say what. */
export const valueError = () => new HeatError('ValueError');

export const invalid = (reason: string) => new HeatError('Invalid', `Data supplied was not valid: ${reason}`);

export const requestLimitExceeded = (message: string) =>
  new HeatError('RequestLimitExceeded', `Request limit exceeded: ${message}`);

/** A role is missing; `operation` as policies name it. */
export const forbidden = (operation: string) =>
  new HeatError('Forbidden', `You are not authorized to use ${operation}.`);

/** A token of another project, a signature that is wrong or too old. */
export const httpForbidden = () => new HeatError('HTTPForbidden', denied);

export const configNotFound = (id: string) => new HeatError('NotFound', `Software config with id ${id} not found`);

export const deploymentNotFound = (id: string) => new HeatError('NotFound', `Deployment with id ${id} not found`);

export const methodNotAllowed = () => new HeatError('HTTPMethodNotAllowed', malformed);

/** Too many lost races for one record in a row. */
export const httpConflict = () =>
  new HeatError('HTTPConflict', 'There was a conflict when trying to complete your request.');

export const configInUse = (id: string) =>
  new HeatError('InvalidRestrictedAction', `Software config with id ${id} can not be deleted as it is referenced.`);

/** What a database refuses in Heat, which says no more about it. */
export const remoteError = () => new HeatError('RemoteError');
