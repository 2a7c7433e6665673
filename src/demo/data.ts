import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const DAY_MS = 86_400_000;

/** The first day of the flights, the end of the month that the model is trained on, and the days that are replayed. */
const FIRST_DAY = Date.UTC(2001, 0, 1);
const TRAINING_END = Date.UTC(2001, 1, 1);
const REPLAY_START = Date.UTC(2001, 1, 12);
const REPLAY_END = Date.UTC(2001, 4, 7);

/** Where things stand in time once the flights were moved so that the replay ends today. */
export type DemoCalendar = {
  shiftDays: number;
  referenceFromAt: number;
  referenceToAt: number;
  /** End of the first and of the last replayed window. */
  firstWindowToAt: number;
  lastWindowToAt: number;
};

/** @param now UTC ms of the demo's first start; the last replayed window ends with that day's midnight. */
export function makeCalendar(now: number): DemoCalendar {
  return calendarOf(Math.round((Math.floor(now / DAY_MS) * DAY_MS - REPLAY_END) / DAY_MS));
}

export function calendarOf(shiftDays: number): DemoCalendar {
  const shift = (at: number) => at + shiftDays * DAY_MS;
  return {
    shiftDays,
    referenceFromAt: shift(FIRST_DAY),
    referenceToAt: shift(TRAINING_END),
    firstWindowToAt: shift(REPLAY_START),
    lastWindowToAt: shift(REPLAY_END),
  };
}

/** The Parquet file of three million flights that comes with vega-datasets. */
function flightsFile(): string {
  // The package exports its JavaScript only; the data lies beside it.
  const entry = fileURLToPath(import.meta.resolve('vega-datasets'));
  const root = entry.slice(0, entry.lastIndexOf('vega-datasets') + 'vega-datasets'.length);
  return join(root, 'data', 'flights-3m.parquet');
}

/**
 * Trains the demo's model in SQL and saves its predictions for every flight as a DuckDB database, so that a run reads
 * only the days that it needs.
 */
export async function buildDemoDatabase(file: string, calendar: DemoCalendar): Promise<void> {
  if (existsSync(file)) return;
  const sql = fill(readFileSync(demoFile('model.sql'), 'utf8'), {
    flights: flightsFile().replaceAll("'", "''"),
    shift_days: String(calendar.shiftDays),
  });
  // Built aside and moved into place, so that a demo that was stopped half-way starts clean.
  const draft = `${file}.${process.pid}.draft`;
  const instance = await DuckDBInstance.create(draft);
  try {
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
  renameSync(draft, file);
  rmSync(`${draft}.wal`, { force: true });
}

/** The demo's monitors, of the model and of the pipeline around it, with the reference month filled in. */
export function demoMonitors(calendar: DemoCalendar): { fileName: string; source: string }[] {
  return ['late_flights.yaml', 'late_flights_pipeline.yaml'].map((fileName) => ({
    fileName,
    source: fill(readFileSync(demoFile(fileName), 'utf8'), {
      reference_from: isoDay(calendar.referenceFromAt),
      reference_to: isoDay(calendar.referenceToAt),
    }),
  }));
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function demoFile(name: string): string {
  return fileURLToPath(new URL(`../../data/demo/${name}`, import.meta.url));
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole);
}
