import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { JsonObject } from '../ports/json.ts';
import type { Ports } from '../ports/ports.ts';
import type { Identity } from './identity/identity.ts';
import type { Settings } from './settings.ts';

/** One request that has passed the door. */
export interface HeatCall {
  /** As policies name it, `software_configs:index` say. */
  operation: string;
  project: string;
  /** The path's other parameters, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Undefined where there is none, or none that is a JSON object. */
  body: JsonObject | undefined;
  /** Absent where the URL is signed. */
  identity?: Identity;
  /** Where the caller reached us, `https://host:port`, or where everybody does. */
  base: string;
  event: APIGatewayProxyEventV2;
  settings: Settings;
}

/** What an action answers; without a body, the status says it all. */
export interface HeatAnswer {
  status?: number;
  body?: object | null;
  headers?: Record<string, string>;
}

/** One operation; `never` lets each name only the ports it takes. */
export type HeatAction = (call: HeatCall, ports: Ports) => Promise<HeatAnswer>;

/** A path's parameter, which the route made sure is there. */
export const param = ({ params }: Pick<HeatCall, 'params'>, name: string): string => params[name] ?? '';
