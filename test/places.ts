const account = '000000000000';

/** The name of the stack whose roles tests hold functions to. */
export const stack = 'quaymaster-test';

/** What the functions of the template are called by in ARNs there. */
export const places = {
  table: 'records',
  bus: 'bus',
  bucket: 'objects',
  key: `arn:aws:kms:us-east-1:${account}:key/principals`,
  runner: `${stack}-runScript`,
  python: `${stack}-pythonScript`,
  machines: `arn:aws:states:us-east-1:${account}:stateMachine:${stack}-`,
};

/** The ARNs of what the template makes, by logical ids. */
export const arns: Record<string, string> = {
  RecordsTable: `arn:aws:dynamodb:us-east-1:${account}:table/${places.table}`,
  EventBus: `arn:aws:events:us-east-1:${account}:event-bus/${places.bus}`,
  ObjectsBucket: `arn:aws:s3:::${places.bucket}`,
  PrincipalsKey: places.key,
  RunScriptLambdaFunction: `arn:aws:lambda:us-east-1:${account}:function:${places.runner}`,
  PythonScriptLambdaFunction: `arn:aws:lambda:us-east-1:${account}:function:${places.python}`,
};
