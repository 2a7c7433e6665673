// The measured numbers as Markdown.
export const TOOLS = ['mlmon', 'plain', 'evidently', 'nannyml'];
const TITLES = {
  mlmon: 'mlmon',
  plain: 'plain test',
  permuted: 'by permutation',
  evidently: 'Evidently',
  nannyml: 'NannyML',
};

/** Every table of one measurement. */
export function writeTables({ cells, runs, sizes, references, tools }) {
  const parts = references.flatMap((reference) => {
    const chosen = cells.filter((cell) => cell.reference === reference);
    const title = `reference ${format(reference)} rows`;
    const alarms = () => [`### False alarms per 1,000 clean columns, ${title}`, alarmTable(chosen, sizes, tools)];
    const legend = `Each cell: ${tools.map((tool) => TITLES[tool]).join(' / ')}.`;
    const permuted = chosen.filter(({ kind, shift }) => kind === 'categorical' && shift !== null);
    const recall = () => [
      `### Recall in %, ${title}`,
      legend,
      recallTable(chosen, sizes, tools),
      'Categories, with the plain test by permutation. Each cell: mlmon / plain test / by permutation.',
      recallTable(permuted, sizes, ['mlmon', 'plain', 'permuted']),
    ];
    return [
      ...(chosen.some(({ shift }) => shift === null) ? alarms() : []),
      ...(chosen.some(({ shift }) => shift !== null) ? recall() : []),
    ];
  });
  const together = ['### 40 clean columns at once: % of runs with any drifted column', runTable(runs, sizes)];
  return [...parts, ...(runs.length === 0 ? [] : together)].join('\n\n');
}

function alarmTable(cells, sizes, tools) {
  const columns = [...new Set(cells.filter(({ shift }) => shift === null).map(({ column }) => column))];
  const rowsOf = (title, shown, pick) =>
    shown.map((tool, i) => [
      i === 0 ? title : '',
      TITLES[tool],
      ...sizes.map((size) => {
        const rates = cells
          .filter((cell) => cell.shift === null && cell.rows === size && pick(cell))
          .map((c) => c[tool]);
        return rates.some((rate) => rate === null) ? '–' : writeRate(1000 * mean(rates.map(rateOf)), rates[0].of);
      }),
    ]);
  const toolsOf = (column) =>
    cells.some((cell) => cell.column === column && cell.permuted !== null) ? tools.toSpliced(2, 0, 'permuted') : tools;
  const rows = columns.flatMap((column) => rowsOf(column, toolsOf(column), (cell) => cell.column === column));
  const all = rowsOf('**all columns**', tools, () => true);
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
  const rates = sizes
    .map((size) => runs.find(({ rows }) => rows === size))
    .map((run) => (run === undefined ? '–' : (100 * rateOf(run)).toFixed(1)));
  return toTable(['', ...sizes.map((size) => `n ${format(size)}`)], [[TITLES.mlmon, ...rates]]);
}

function toTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function meanPercent(rates) {
  return rates.some((rate) => rate === null) ? '–' : (100 * mean(rates.map(rateOf))).toFixed(0);
}

/** Per 1,000: a decimal where so many windows give one. */
function writeRate(rate, of) {
  return rate.toFixed(of >= 1000 ? 1 : 0);
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
