import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * A request as API Gateway's HTTP API hands it over, in what the door reads of payload format 2.0: names of headers in lower
 * case, repeated ones joined by commas, a body that is no UTF-8 in base64.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(request: IncomingMessage, body: Buffer): APIGatewayProxyEventV2 {
  const { url = '/', method = 'GET', socket } = request;
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const isText = isUtf8(body);
  const headers = headersOf(request.rawHeaders);
  // Conditions on secure transport believe this header, so a client may not make it up.
  headers['x-forwarded-proto'] = (socket as Partial<TLSSocket>).encrypted ? 'https' : 'http';
  const http = {
    method,
    path: rawPath,
    protocol: `HTTP/${request.httpVersion}`,
    sourceIp: socket.remoteAddress ?? '',
    userAgent: headers['user-agent'] ?? '',
  };
  return {
    version: '2.0',
    rawPath,
    rawQueryString: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    requestContext: { http },
    body: body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  } as APIGatewayProxyEventV2;
}

function headersOf(raw: string[]): Record<string, string> {
  const headers = Object.create(null) as Record<string, string>;
  for (let place = 0; place < raw.length; place += 2) {
    const [name = '', value = ''] = [raw[place]?.toLowerCase(), raw[place + 1]];
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before},${value}`;
  }
  return headers;
}
