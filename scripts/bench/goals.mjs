// What the benchmark is held to. A goal is judged only where everything that it compares was measured in this run.

/** `read` gives the value of the found rows by name, or undefined where one is missing; `limit` with the side that is good. */
const GOALS = [
  goal('two tables: times faster than the bare default tests of Evidently', { atLeast: 15 }, (row) =>
    ratio(row('evidently, bare tests')?.wallS, row('two tables')?.wallS),
  ),
  goal('two tables: times faster than its DataDriftPreset', { atLeast: 75 }, (row) =>
    ratio(row('evidently, preset')?.wallS, row('two tables')?.wallS),
  ),
  goal('two tables: peak MB', { atMost: 250 }, (row) => row('two tables')?.peakMb),
  goal('two tables: times the bare scan and sum', { atMost: 8 }, (row) => row('two tables')?.ratio),
  goal('ten times the rows: times faster than the preset', { atLeast: 100 }, (row) =>
    ratio(row('evidently, preset, 10 x the rows')?.wallS, row('two tables, 10 x the rows')?.wallS),
  ),
  goal('ten times the rows: peak MB', { atMost: 300 }, (row) => row('two tables, 10 x the rows')?.peakMb),
  // Of the smaller month starting the process is more than a tenth already: its rows stand in the table of costs.
  goal('one day more of the month, 10 x the rows: of the first run', { atMost: 0.1 }, (row) =>
    ratio(row('one day more of the month, 10 x the rows')?.wallS, row('reference and month, 10 x the rows')?.wallS),
  ),
  goal('fetched for a week by day, MB', { atMost: 1 }, (row) => mega(row('week, reference stored')?.bytes)),
  goal('verdicts of 200 columns, one method each, s', { atMost: 1 }, (row) => seconds(row('verdicts')?.firstMs)),
  ...['back-test of 90 days', 'back-test, trailing reference', 'back-test, columns of 300 and 1,000 values'].map(
    (name) => goal(`${name}: the replay, s`, { atMost: 1 }, (row) => seconds(row(name)?.replayMs)),
  ),
];

function goal(name, limit, read) {
  return { name, limit, read };
}

function ratio(a, b) {
  return a === undefined || b === undefined ? undefined : a / b;
}

function mega(bytes) {
  return bytes === undefined ? undefined : bytes / 1e6;
}

function seconds(ms) {
  return ms === undefined ? undefined : ms / 1000;
}

/** Rows [goal, limit, found, met or missed] of what this run can judge. @param summary medians by name. */
export function judgeGoals(summary) {
  const byName = new Map(summary.map((row) => [row.name, row]));
  return GOALS.flatMap(({ name, limit: { atLeast, atMost }, read }) => {
    const found = read((wanted) => byName.get(wanted));
    if (found === undefined) return [];
    const isMet = atLeast === undefined ? found <= atMost : found >= atLeast;
    const limit = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
    return [[name, limit, found.toPrecision(3), isMet ? 'met' : 'missed']];
  });
}
