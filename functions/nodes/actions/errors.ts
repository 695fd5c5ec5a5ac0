import { ApiError } from '../../api/error.ts';

// In the manner of IAM, as the rest of this API.

export const nodeAlreadyExists = (id: string) =>
  new ApiError('EntityAlreadyExists', `Node with id ${id} already exists.`, 409);

export const noSuchNode = (id: string) => new ApiError('NoSuchEntity', `The node with id ${id} cannot be found.`, 404);

export const nodeOfStack = (id: string) =>
  new ApiError('DeleteConflict', `Cannot delete node ${id}: it is an instance of a stack, deregister that.`, 409);

export const invalidNextToken = () => new ApiError('InvalidNextToken', 'The specified token is not valid.');
