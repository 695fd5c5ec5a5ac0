import { fromJson, isMap, type Json } from '../../ports/json.ts';
import { embeddedText } from './interpolate.ts';

// A StringMap is JSON's own map.
export { isMap };

const BASIC_TYPES = ['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'] as const;

/** The six types that parameters, variables and step outputs have. */
export type BasicType = (typeof BASIC_TYPES)[number];

const AWS_TYPES = ['AWS::EC2::Instance::Id', 'AWS::S3::Bucket::Name', 'AWS::IAM::Role::Arn'];
const TYPES = new Map<string, BasicType>([
  ...BASIC_TYPES.map((type) => [type, type] as const),
  ...AWS_TYPES.map((type) => [type, 'String'] as const),
  ...AWS_TYPES.map((type) => [`List<${type}>`, 'StringList'] as const),
]);

/** The basic type behind a parameter's type: `AWS::EC2::Instance::Id` is a String, `List<…>` of it a StringList; undefined when there is no such type. */
export function basicType(type: string): BasicType | undefined {
  return TYPES.get(type);
}

/** Whether the value is of the type; null is of every type, an Integer may be any number, a StringList's items any scalars. */
export function isOfType(type: string, value: Json): boolean {
  const basic = basicType(type);
  return basic !== undefined && (value === null || CHECKS[basic](value));
}

/** The value that a list<string> stands for when its type is known (the encoding of StartAutomationExecution); undefined when it does not fit. */
export function typedValue(type: string, texts: readonly string[]): Json | undefined {
  const basic = basicType(type);
  if (basic === 'StringList') return [...texts];
  if (basic === 'MapList') return mapList(texts);
  const [text, ...more] = texts;
  if (basic === undefined || text === undefined || more.length > 0) return undefined;
  return SCALARS[basic](text);
}

/** A value as list<string>: one text per item of a list, else one; maps as compact JSON. */
export function plainTexts(value: Json): string[] {
  return Array.isArray(value) ? value.map(embeddedText) : [embeddedText(value)];
}

const CHECKS: Record<BasicType, (value: Json) => boolean> = {
  String: (value) => typeof value === 'string',
  StringList: (value) => Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object'),
  Integer: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  StringMap: isMap,
  MapList: (value) => Array.isArray(value) && value.every(isMap),
};

const SCALARS: Record<Exclude<BasicType, 'StringList' | 'MapList'>, (text: string) => Json | undefined> = {
  String: (text) => text,
  Integer: (text) => (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  Boolean: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined),
  StringMap: (text) => {
    const value = fromJson(text);
    return isMap(value) ? value : undefined;
  },
};

function mapList(texts: readonly string[]): Json | undefined {
  const maps = texts.flatMap((text) => fromJson(text) ?? null);
  return maps.every(isMap) ? maps : undefined;
}
