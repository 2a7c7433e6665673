import { type Environment, readConfig } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';

/** The message of the fault in an environment. */
export function faultOf(env: Environment): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof AppError && error.code === 'config') return error.message;
    throw error;
  }
  return '';
}
