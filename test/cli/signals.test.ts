import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { exitCodeOf, onSignals } from '../../cli/signals.ts';

describe('signals', () => {
  const seen: string[] = [];
  const reactions = { first: () => void seen.push('first'), second: (signal: string) => void seen.push(signal) };
  let now = 0;
  beforeEach(() => {
    seen.length = 0;
    now = 1000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('count as one when npm passes on what the terminal sent', () => {
    const source = new EventEmitter();
    onSignals(reactions, source);

    source.emit('SIGINT', 'SIGINT');
    now = 1300;
    source.emit('SIGINT', 'SIGINT');

    expect(seen).toEqual(['first']);
  });

  it('count as two when somebody insists', () => {
    const source = new EventEmitter();
    onSignals(reactions, source);

    source.emit('SIGTERM', 'SIGTERM');
    now = 1301;
    source.emit('SIGINT', 'SIGINT');

    expect(seen).toEqual(['first', 'SIGINT']);
  });

  it('are let alone again', () => {
    const source = new EventEmitter();

    onSignals(reactions, source)();

    expect(source.eventNames()).toEqual([]);
  });

  it('have the exit codes shells give', () => {
    expect([exitCodeOf('SIGINT'), exitCodeOf('SIGTERM')]).toEqual([130, 143]);
  });
});
