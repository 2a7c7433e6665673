#!/usr/bin/env node
import { makeProgram } from './cli/program.ts';
import { describeError, EXIT, printError } from './cli/terminal.ts';

// Whoever reads the output may have seen enough: `mlmon run … | head` is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  printError(`mlmon: Cannot write to standard output: ${error.message}`);
  process.exit(EXIT.error);
});

try {
  await makeProgram().parseAsync();
} catch (error) {
  const isCommander = error instanceof Error && 'exitCode' in error && 'code' in error;
  if (isCommander) process.exitCode = (error as { exitCode: number }).exitCode;
  else {
    printError(describeError(error));
    process.exitCode = EXIT.error;
  }
}
