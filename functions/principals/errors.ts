import { ApiError } from '../api/error.ts';

// The codes and words of IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html

export const entityAlreadyExists = (name: string) =>
  new ApiError('EntityAlreadyExists', `User with name ${name} already exists.`, 409);

export const noSuchEntity = (name: string) =>
  new ApiError('NoSuchEntity', `The user with name ${name} cannot be found.`, 404);

export const malformedPolicyDocument = (message: string) => new ApiError('MalformedPolicyDocument', message);

export const policyTooLong = (limit: number) =>
  new ApiError('LimitExceeded', `Cannot exceed quota for PolicySize: ${limit}`, 409);

export const invalidNextToken = () => new ApiError('InvalidNextToken', 'The specified token is not valid.');
