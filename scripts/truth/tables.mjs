// The measured numbers as Markdown, and the goals that they are held against.
export const TOOLS = ['mlmon', 'plain', 'evidently', 'nannyml'];
const TITLES = { mlmon: 'mlmon', plain: 'plain test', evidently: 'Evidently', nannyml: 'NannyML' };
const GOALS = { cell: 10, average: 5, runs: 0.05 };

/** Every table of one measurement. */
export function writeTables({ cells, runs, sizes, references, tools }) {
  const parts = references.flatMap((reference) => {
    const chosen = cells.filter((cell) => cell.reference === reference);
    const title = `reference ${format(reference)} rows`;
    const alarms = [`### False alarms per 1,000 clean columns, ${title}`, alarmTable(chosen, sizes, tools)];
    const legend = `Each cell: ${tools.map((tool) => TITLES[tool]).join(' / ')}.`;
    const recall = [`### Recall in %, ${title}`, legend, recallTable(chosen, sizes, tools)];
    return [
      ...(chosen.some(({ shift }) => shift === null) ? alarms : []),
      ...(chosen.some(({ shift }) => shift !== null) ? recall : []),
    ];
  });
  const together = ['### 40 clean columns at once: % of runs with any drifted column', runTable(runs, sizes)];
  return [...parts, ...(runs.length === 0 ? [] : together)].join('\n\n');
}

/** One line per goal, met or missed, with what misses it. */
export function judgeGoals({ cells, runs }) {
  const clean = cells.filter(({ shift }) => shift === null);
  const shifted = cells.filter(({ shift }) => shift !== null);
  const alarms = clean.map((cell) => ({ cell, rate: 1000 * rateOf(cell.mlmon) }));
  const average = mean(alarms.map(({ rate }) => rate));
  const high = alarms.filter(({ rate }) => rate > GOALS.cell);
  const low = shifted.filter((cell) => cell.mlmon.found < cell.plain.found);
  const [ours, plain] = ['mlmon', 'plain'].map((tool) => mean(shifted.map((cell) => 100 * rateOf(cell[tool]))));
  const noisy = runs.filter(({ found, of }) => found / of > GOALS.runs);
  const ofClean = [
    line(`at most ${GOALS.average} false alarms per 1,000 on average: ${average.toFixed(1)}`, average <= GOALS.average),
    line(
      `at most ${GOALS.cell} per 1,000 in every cell: ${alarms.length - high.length} of ${alarms.length} cells`,
      high.length === 0,
      high.map(({ cell, rate }) => `${nameOf(cell)} ${rate.toFixed(1)}`),
    ),
  ];
  const ofShifted = [
    line(`recall above the plain test's on average: ${ours.toFixed(1)} % against ${plain.toFixed(1)} %`, ours > plain),
    line(
      `recall nowhere below the plain test's: ${shifted.length - low.length} of ${shifted.length} cells`,
      low.length === 0,
      low.map((cell) => `${nameOf(cell)} ${percent(cell.mlmon)} against ${percent(cell.plain)}`),
    ),
  ];
  const ofRuns = line(
    `40 columns at once, at most 1 clean run in 20 with any drifted column: ${runs.length - noisy.length} of ${runs.length} sizes`,
    noisy.length === 0,
    noisy.map(({ rows, found, of }) => `n ${rows}: ${found} of ${of}`),
  );
  return [
    ...(clean.length === 0 ? [] : ofClean),
    ...(shifted.length === 0 ? [] : ofShifted),
    ...(runs.length === 0 ? [] : [ofRuns]),
  ].join('\n');
}

function line(text, isMet, misses = []) {
  return [`- ${isMet ? 'met' : 'MISSED'}: ${text}`, ...misses.map((miss) => `  - ${miss}`)].join('\n');
}

function alarmTable(cells, sizes, tools) {
  const columns = [...new Set(cells.filter(({ shift }) => shift === null).map(({ column }) => column))];
  const rowsOf = (title, pick) =>
    tools.map((tool, i) => [
      i === 0 ? title : '',
      TITLES[tool],
      ...sizes.map((size) => {
        const rates = cells
          .filter((cell) => cell.shift === null && cell.rows === size && pick(cell))
          .map((c) => c[tool]);
        return rates.some((rate) => rate === null) ? '–' : (1000 * mean(rates.map(rateOf))).toFixed(0);
      }),
    ]);
  const rows = columns.flatMap((column) => rowsOf(column, (cell) => cell.column === column));
  const all = rowsOf('**all columns**', () => true);
  return toTable(['column', '', ...sizes.map((size) => `n ${format(size)}`)], [...rows, ...all]);
}

function recallTable(cells, sizes, tools) {
  const shifted = cells.filter(({ shift }) => shift !== null);
  const cases = [...new Set(shifted.map(({ column, shift }) => `${column} ${shift}`))];
  const rowOf = (title, pick) => [
    title,
    ...sizes.map((size) => {
      const chosen = shifted.filter((cell) => cell.rows === size && pick(cell));
      return tools.map((tool) => meanPercent(chosen.map((cell) => cell[tool]))).join(' / ');
    }),
  ];
  const rows = cases.map((name) => rowOf(name, ({ column, shift }) => `${column} ${shift}` === name));
  return toTable(
    ['column and shift', ...sizes.map((size) => `n ${format(size)}`)],
    [...rows, rowOf('**all**', () => true)],
  );
}

function runTable(runs, sizes) {
  const tools = TOOLS.filter((tool) => runs.some((run) => run.tool === tool));
  const cellOf = (tool, size) => {
    const run = runs.find((one) => one.tool === tool && one.rows === size);
    return run === undefined ? '–' : (100 * rateOf(run)).toFixed(1);
  };
  return toTable(
    ['', ...sizes.map((size) => `n ${format(size)}`)],
    tools.map((tool) => [TITLES[tool], ...sizes.map((size) => cellOf(tool, size))]),
  );
}

function toTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function meanPercent(rates) {
  return rates.some((rate) => rate === null) ? '–' : (100 * mean(rates.map(rateOf))).toFixed(0);
}

function percent(rate) {
  return `${(100 * rateOf(rate)).toFixed(1)} %`;
}

function nameOf({ reference, column, shift, rows }) {
  return `${column}${shift === null ? '' : ` ${shift}`}, n ${rows}, reference ${reference}:`;
}

function rateOf({ found, of }) {
  return found / of;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function format(count) {
  return count.toLocaleString('en-US');
}
