import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import type { JsonObject } from '../ports/json.ts';
import { invalidEventPattern, validationException } from './errors.ts';
import { objectIn } from './event.ts';
import { compilePattern, type Pattern } from './pattern/compile.ts';
import { InvalidPattern } from './pattern/invalid-pattern.ts';

/** The pattern that a text says. Throws InvalidEventPatternException. */
export function checkPattern(text: string): Pattern {
  try {
    return compilePattern(text);
  } catch (error) {
    if (error instanceof InvalidPattern) throw invalidEventPattern(error.message);
    throw error;
  }
}

const required = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** Whether an event would fit a pattern. Throws InvalidEventPatternException, ValidationException. */
export async function testEventPattern({
  Event = '',
  EventPattern = '',
}: TestEventPatternRequest): Promise<TestEventPatternResponse> {
  const event = eventFrom(Event);
  return { Result: checkPattern(EventPattern)(event) };
}

function eventFrom(text: string): JsonObject {
  const event = objectIn(text);
  if (!event || !required.every((name) => typeof event[name] === 'string'))
    throw validationException('Parameter Event is not valid.');
  return event;
}
