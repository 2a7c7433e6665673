import { readFileSync } from 'node:fs';
import { DefinitionError } from '../../src/monitors/faults.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import type { LoadedMonitor, Monitor } from '../../src/monitors/types.ts';

export const HEAD = 'model_name: churn\nreference_dataset: ml.baseline\ncurrent_dataset: ml.production\n';

export function readFixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
}

export function load(source: string): LoadedMonitor {
  return loadMonitor(source, { baseDir: null, fileName: 'm.yaml' });
}

/** A monitor of two tables with more keys. */
export function loadBody(body: string): Monitor {
  return load(HEAD + body).monitor;
}

/** Every fault as "line:column path: message". */
export function faultsOf(source: string): string[] {
  try {
    load(source);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return error.faults.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
  }
  return [];
}
