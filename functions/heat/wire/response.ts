import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

const json = 'application/json; charset=UTF-8';

/** An answer in JSON; without a body there is no content type either. */
export const jsonAnswer = (
  statusCode: number,
  body: object | null | undefined,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 =>
  body === undefined
    ? { statusCode, headers }
    : { statusCode, headers: { 'content-type': json, ...headers }, body: JSON.stringify(body) };

/** What Heat answers where nothing is. */
export const nowhere = (): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 404,
  headers: { 'content-type': 'text/plain; charset=UTF-8' },
  body: '404 Not Found\n\nThe resource could not be found.\n\n   ',
});

/** Without a token, or with one that is none. Source: keystonemiddleware/auth_token */
export const unauthorized = (base: string): APIGatewayProxyStructuredResultV2 =>
  jsonAnswer(
    401,
    {
      error: {
        code: 401,
        title: 'Unauthorized',
        message: 'The request you have made requires authentication.',
      },
    },
    { 'www-authenticate': `Keystone uri="${base}/identity/v3"` },
  );
