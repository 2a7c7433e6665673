import { listUncostedDrift } from '../monitors/notices.ts';
import { readMonitorFile } from './run.ts';
import { describeError, EXIT, print, printError } from './terminal.ts';

/** `mlmon validate FILE...`: every fault of every file at once. Returns the exit code. */
export function validateFiles(files: readonly string[]): number {
  let isValid = true;
  for (const file of files) {
    try {
      const { monitor, notices } = readMonitorFile(file);
      print(
        `${file}: ok, ${monitor.modelName} with ${monitor.rules.length} ${monitor.rules.length === 1 ? 'rule' : 'rules'}`,
      );
      for (const notice of [...notices, ...listUncostedDrift(monitor)]) print(`  note: ${notice.message}`);
    } catch (error) {
      isValid = false;
      printError(describeError(error));
    }
  }
  return isValid ? EXIT.ok : EXIT.error;
}
