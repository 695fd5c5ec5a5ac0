import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../log.ts';

/** From which level on lines are written. */
export type Level = 'debug' | 'info' | 'warn' | 'error';

const levels = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;
const ranks: Level[] = ['debug', 'info', 'warn', 'error'];

/** Structured JSON lines on standard output and standard error, as CloudWatch Logs and people with `jq` read them. */
export function powertoolsLog(level: Level, serviceName = 'quaymaster'): Log {
  const logger = new Logger({ serviceName, logLevel: levels[level] });
  const at = (rank: Level): Log[Level] =>
    // The logger looks into the environment for lines it will not write, too.
    ranks.indexOf(rank) < ranks.indexOf(level)
      ? () => undefined
      : (message, fields = {}) => logger[rank](message, { ...fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
