import { ChangeLog } from '../../../local/database/change-log.ts';

/** A log whose writes fail from `breaks` on, as on a disk that is full, or its syncs, as on one that is broken; from `holds` on no sync ends. */
export function breakableLog() {
  const failure: { append?: Error; sync?: Error } = {};
  let isHeld = false;
  return {
    breaks: (what: keyof typeof failure, message: string) => void (failure[what] = new Error(message)),
    holds: () => void (isHeld = true),
    log: (file: string): ChangeLog => {
      const log = new ChangeLog(file);
      const [append, sync] = [log.append.bind(log), log.sync.bind(log)];
      log.append = (entry) => {
        if (failure.append) throw failure.append;
        append(entry);
      };
      log.sync = (done) => {
        if (failure.sync) setImmediate(done, failure.sync);
        else if (!isHeld) sync(done);
      };
      return log;
    },
  };
}
