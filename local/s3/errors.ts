import { ApiError } from '../../functions/api/error.ts';

/** An error of S3; `status` is the HTTP status. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Error = (code: string, status: number, message: string): ApiError => new ApiError(code, message, status);

export const accessDenied = (message = 'Access Denied'): ApiError => s3Error('AccessDenied', 403, message);
export const badDigest = (name: string): ApiError =>
  s3Error('BadDigest', 400, `The ${name} you specified did not match the calculated checksum.`);
export const bucketAlreadyOwnedByYou = (): ApiError =>
  s3Error(
    'BucketAlreadyOwnedByYou',
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
  );
export const bucketNotEmpty = (): ApiError =>
  s3Error('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty');
export const entityTooLarge = (limit: number): ApiError =>
  s3Error('EntityTooLarge', 400, `Your proposed upload exceeds the maximum allowed size of ${limit} bytes`);
export const entityTooSmall = (): ApiError =>
  s3Error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size');
export const incompleteBody = (): ApiError =>
  s3Error('IncompleteBody', 400, 'The request body terminated unexpectedly or is not framed as its headers say');
export const invalidAccessKeyId = (): ApiError =>
  s3Error('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.');
export const invalidArgument = (message: string): ApiError => s3Error('InvalidArgument', 400, message);
export const invalidBucketName = (): ApiError =>
  s3Error('InvalidBucketName', 400, 'The specified bucket is not valid.');
export const invalidPart = (): ApiError =>
  s3Error(
    'InvalidPart',
    400,
    'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part’s entity tag.',
  );
export const invalidPartOrder = (): ApiError =>
  s3Error(
    'InvalidPartOrder',
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  );
export const invalidRange = (): ApiError => s3Error('InvalidRange', 416, 'The requested range is not satisfiable');
export const keyTooLong = (): ApiError => s3Error('KeyTooLongError', 400, 'Your key is too long');
export const malformedXml = (): ApiError =>
  s3Error(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
export const metadataTooLarge = (): ApiError =>
  s3Error('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size');
export const methodNotAllowed = (): ApiError =>
  s3Error('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.');
export const noSuchBucket = (): ApiError => s3Error('NoSuchBucket', 404, 'The specified bucket does not exist');
export const noSuchKey = (): ApiError => s3Error('NoSuchKey', 404, 'The specified key does not exist.');
export const noSuchUpload = (): ApiError =>
  s3Error(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );
export const notImplemented = (what: string): ApiError =>
  s3Error('NotImplemented', 501, `${what} is not implemented by this endpoint, which keeps plain objects only`);
export const preconditionFailed = (): ApiError =>
  s3Error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold');
export const requestTimeTooSkewed = (): ApiError =>
  s3Error('RequestTimeTooSkewed', 403, 'The difference between the request time and the server’s time is too large.');
