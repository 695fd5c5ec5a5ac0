import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { jsonAnswer } from './response.ts';

/** The versions there are, whatever version was asked for. Source: heat/api/versions.py */
export const serveVersions = ({ base }: { base: string }): APIGatewayProxyStructuredResultV2 =>
  jsonAnswer(300, {
    versions: [{ id: 'v1.0', status: 'CURRENT', links: [{ rel: 'self', href: `${base}/v1/` }] }],
  });
