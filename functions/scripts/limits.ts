/** What one script may use: bytes of memory, of each file, of output (as JSON) and of log; processes at a time. */
export interface Limits {
  memory: number;
  fileSize: number;
  output: number;
  log: number;
  processes: number;
}

/** What a script is written in; others are not run. */
export type Language = 'Python' | 'PowerShell';

const megabyte = 1 << 20;

/**
 * As aws:executeScript gives a script: 512 MB of memory to one of Python and 1,024 MB to one of PowerShell, because .NET reserves what it never uses; 512 MB
 * of disk, 100 KB of output. The log is short, because it goes on record with the output and the step's inputs, and as JSON it may take six times its bytes.
 */
export const limitsFor = (language: Language): Limits => ({
  memory: (language === 'Python' ? 512 : 1024) * megabyte,
  fileSize: 512 * megabyte,
  output: 100 * 1024,
  log: 32 * 1024,
  processes: 256,
});

/** The language of a runbook's `Runtime` (`python3.11`, `PowerShell 7.4`); undefined where it is none of these. */
export function languageOf(runtime: string): Language | undefined {
  if (/^PowerShell (Core )?\d+\.\d+$/.test(runtime)) return 'PowerShell';
  return /^python3(\.\d+)?$/.test(runtime) ? 'Python' : undefined;
}
