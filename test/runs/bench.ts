import type { Measurement } from '../../src/checks/types.ts';
import { run, writeParquet, writeText } from '../cli/support.ts';
import { makeWorkspace, type Workspace } from '../warehouse/workspace.ts';

export type MeasuredRun = {
  measurements: Measurement[];
  alerts: { rule: string; state: string; cause: string | null }[];
  correlations: { x: string; y: string; reference: number | null; current: number | null }[];
  /** What stands on standard error: notices and failures. */
  said: string;
  code: number;
};

/** A folder of Parquet files, each made by one SELECT, and monitors that run over them in a real DuckDB. */
export class Bench {
  readonly space: Workspace;

  private constructor(space: Workspace) {
    this.space = space;
  }

  static async open(tables: Readonly<Record<string, string>>): Promise<Bench> {
    const space = await makeWorkspace();
    for (const [name, select] of Object.entries(tables)) await writeParquet(space, `${name}.parquet`, select);
    return new Bench(space);
  }

  /** `mlmon run` over one window, or over every window between two days. */
  async run(monitor: string, from: string, to: string): Promise<MeasuredRun[]> {
    const file = await writeText(this.space, 'monitor.yaml', monitor);
    const { code, out, err } = await run(file, { json: true, from, to });
    return out.map((line) => ({ ...JSON.parse(line), said: err.join('\n'), code }));
  }

  /** `mlmon run` without a range. */
  async runWhole(monitor: string): Promise<MeasuredRun> {
    const file = await writeText(this.space, 'monitor.yaml', monitor);
    const { code, out, err } = await run(file, { json: true });
    return { ...JSON.parse(out[0] ?? '{}'), said: err.join('\n'), code };
  }

  /** The measurements of one check over one window. */
  async measure(monitor: string, check: string, from: string, to: string): Promise<Measurement[]> {
    const [first] = await this.run(monitor, from, to);
    return (first?.measurements ?? []).filter((one) => one.check === check);
  }

  close(): Promise<void> {
    return this.space.dispose();
  }
}
