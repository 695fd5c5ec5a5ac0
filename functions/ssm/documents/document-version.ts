import { createHash } from 'node:crypto';
import type { DocumentParameter } from '@aws-sdk/client-ssm';
import type { Json, JsonObject } from '../../ports/json.ts';
import { embeddedText } from '../expressions/interpolate.ts';
import { basicType, isMap } from '../expressions/typed-value.ts';
import { checkDocument, schemaVersionOf } from './checks/document.ts';
import type { ContentFormat } from './content.ts';
import type { DocumentVersion } from './record.ts';

/** What CreateDocument and UpdateDocument say about a version. */
export interface NewVersion {
  Content?: string | undefined;
  DocumentFormat?: ContentFormat | undefined;
  VersionName?: string | undefined;
  DisplayName?: string | undefined;
  TargetType?: string | undefined;
}

/** A version to store, made of checked content, without its attachments; throws what is wrong with the content. `createdTime` is in epoch milliseconds. */
export function newVersion(
  input: NewVersion,
  documentType: string,
  place: { version: number; createdTime: number },
): DocumentVersion {
  const { Content: content = '', DocumentFormat: format = 'JSON', VersionName, DisplayName, TargetType } = input;
  const document = checkDocument(content, format, documentType) ?? {};
  const schemaVersion = schemaVersionOf(document);
  return {
    ...place,
    format,
    hash: createHash('sha256').update(content).digest('hex'),
    parameters: parametersOf(document.parameters),
    attachments: [],
    ...(VersionName && { versionName: VersionName }),
    ...(DisplayName && { displayName: DisplayName }),
    ...(TargetType && { targetType: TargetType }),
    ...(schemaVersion && { schemaVersion }),
    ...(typeof document.description === 'string' && { description: document.description }),
  };
}

// The API knows two types and tells a default as text.
function parametersOf(parameters: Json | undefined): DocumentParameter[] {
  if (!isMap(parameters)) return [];
  return Object.entries(parameters).map(([name, definition]) => parameterOf(name, isMap(definition) ? definition : {}));
}

function parameterOf(name: string, { type, description, default: written = null }: JsonObject): DocumentParameter {
  const basic = typeof type === 'string' ? basicType(type) : undefined;
  return {
    Name: name,
    Type: basic === 'StringList' || basic === 'MapList' ? 'StringList' : 'String',
    ...(typeof description === 'string' && { Description: description }),
    ...(written !== null && { DefaultValue: embeddedText(written) }),
  };
}
