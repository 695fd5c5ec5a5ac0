import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import type { Look } from './progress.ts';

/** Where a command shows what goes on: lines that stay, one that is rewritten in place, and questions. */
export interface Terminal {
  /** Whether somebody sits there who can be asked. */
  isInteractive: boolean;
  look: Look;
  print(line: string): void;
  /** Shows a line and keeps it current until another call; nothing where output cannot be rewritten. */
  live(line: (() => string) | undefined): void;
  /** The answer typed; undefined when the signal came first or the input ended. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
}

const eraseLine = '\r\u001b[K';
const beat = 100;

/** This process's terminal, or what stands in for one; `interrupt` is called for a Ctrl-C typed at a question. */
export function openTerminal(interrupt: () => void): Terminal {
  const { stdin, stdout, env } = process;
  const canRewrite = stdout.isTTY && env.TERM !== 'dumb';
  let line: (() => string) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let redraw = () => {};

  const draw = () => {
    if (line) stdout.write(eraseLine + line().slice(0, (stdout.columns || 80) - 1));
  };

  return {
    isInteractive: canRewrite && stdin.isTTY,
    look: { paint: (colour, text) => styleText(colour, text, { stream: stdout }), starts: !canRewrite },
    print(text) {
      stdout.write(`${canRewrite ? eraseLine : ''}${text}\n`);
      draw();
      redraw();
    },
    live(next) {
      if (!canRewrite) return;
      if (line && !next) stdout.write(eraseLine);
      line = next;
      clearInterval(timer);
      if (next) timer = setInterval(draw, beat);
      draw();
    },
    async ask(question, signal) {
      const reader = createInterface({ input: stdin, output: stdout });
      const ended = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
      reader.on('SIGINT', interrupt);
      redraw = () => void (signal.aborted || reader.prompt(true));
      try {
        return await Promise.race([reader.question(question, { signal }).catch(() => undefined), ended]);
      } finally {
        redraw = () => {};
        reader.close();
        if (signal.aborted) stdout.write(eraseLine);
      }
    },
  };
}
