// The goals that the measured numbers are held against.
const MOST = { cell: 10, average: 5, runs: 0.05 };
/** One-sided level of McNemar's exact test: a recall is below another's only where chance does not explain the pairs. */
const CHANCE = 0.01;
const RIVALS = { plain: 'the plain test', permuted: 'the plain test by permutation' };

/** One line per goal, met or missed, with what misses it and what is near. */
export function judgeGoals({ cells, runs }) {
  const clean = cells.filter(({ shift }) => shift === null);
  const shifted = cells.filter(({ shift }) => shift !== null);
  return [
    ...(clean.length === 0 ? [] : judgeAlarms(clean)),
    ...(shifted.length === 0 ? [] : judgeRecall(shifted, clean)),
    ...(runs.length === 0 ? [] : [judgeRuns(runs)]),
  ].join('\n');
}

function judgeAlarms(clean) {
  const alarms = clean.map((cell) => ({ cell, rate: 1000 * rateOf(cell.mlmon) }));
  const average = mean(alarms.map(({ rate }) => rate));
  const high = alarms.filter(({ rate }) => rate > MOST.cell);
  return [
    line(`at most ${MOST.average} false alarms per 1,000 on average: ${average.toFixed(1)}`, average <= MOST.average),
    line(
      `at most ${MOST.cell} per 1,000 in every cell: ${alarms.length - high.length} of ${alarms.length} cells, the highest ${Math.max(...alarms.map(({ rate }) => rate)).toFixed(1)}`,
      high.length === 0,
      high.map(({ cell, rate }) => `${nameOf(cell)} ${rate.toFixed(1)}`),
    ),
  ];
}

function judgeRecall(shifted, clean) {
  const [ours, plain] = ['mlmon', 'plain'].map((tool) => mean(shifted.map((cell) => 100 * rateOf(cell[tool]))));
  const held = shifted.map((cell) => ({ cell, ...chooseRival(cell, clean) }));
  const lower = held.filter(({ cell, rival }) => cell.mlmon.found < cell[rival].found);
  const below = lower.filter(({ cell, rival }) => chanceOf(cell.pairs[rival]) < CHANCE);
  const replaced = held.filter(({ cell, rival }) => rival !== 'plain' && cell.mlmon.found < cell.plain.found);
  const within =
    lower.length === 0
      ? 'nor lower in number in any'
      : `lower in number, within chance, in ${lower.length - below.length}`;
  return [
    line(`recall above the plain test's on average: ${ours.toFixed(1)} % against ${plain.toFixed(1)} %`, ours > plain),
    line(
      `recall nowhere below the plain test's: not below beyond chance in ${held.length - below.length} of ${held.length} cells, ${within}`,
      below.length === 0,
      lower.map((one) => `${describe(one)}${below.includes(one) ? ': below' : ''}`),
    ),
    ...(replaced.length === 0
      ? []
      : [
          [
            `- in ${replaced.length} cells the chi-square's formula finds more than mlmon, but calls more than ${MOST.cell} of 1,000 clean columns drifted; there the goal is held against the permutation's`,
            ...replaced.map(describeReplaced),
          ].join('\n'),
        ]),
  ];
}

/** Who recall is held against: a test that itself keeps to the false alarms that are asked of mlmon. */
function chooseRival({ column, rows, reference, permuted }, clean) {
  const alarms = clean.find((one) => one.column === column && one.rows === rows && one.reference === reference);
  const isNoisy = alarms !== undefined && permuted !== null && 1000 * rateOf(alarms.plain) > MOST.cell;
  return { rival: isNoisy ? 'permuted' : 'plain', alarms };
}

function describe({ cell, rival }) {
  const [ours, theirs] = cell.pairs[rival];
  return `${nameOf(cell)} ${percent(cell.mlmon)} against ${percent(cell[rival])} (${ours} windows found by mlmon alone, ${theirs} by ${RIVALS[rival]} alone)`;
}

function describeReplaced({ cell, alarms }) {
  const of = (tool) => `${percent(cell[tool])} (${(1000 * rateOf(alarms[tool])).toFixed(1)} false alarms per 1,000)`;
  return `  - ${nameOf(cell)} mlmon ${of('mlmon')}, chi-square's formula ${of('plain')}, by permutation ${of('permuted')}`;
}

/** How likely chance splits the windows that only one found so unevenly. */
function chanceOf([ours, theirs]) {
  const all = ours + theirs;
  let [term, total] = [0.5 ** all, 0];
  for (let k = 0; k <= ours; k++) {
    total += term;
    term *= (all - k) / (k + 1);
  }
  return total;
}

function judgeRuns(runs) {
  const noisy = runs.filter(({ found, of }) => found / of > MOST.runs);
  return line(
    `40 columns at once, at most 1 clean run in 20 with any drifted column: ${runs.length - noisy.length} of ${runs.length} sizes`,
    noisy.length === 0,
    noisy.map(({ rows, found, of }) => `n ${rows}: ${found} of ${of}`),
  );
}

function line(text, isMet, details = []) {
  return [`- ${isMet ? 'met' : '**missed**'}: ${text}`, ...details.map((detail) => `  - ${detail}`)].join('\n');
}

function nameOf({ reference, column, shift, rows }) {
  return `${column}${shift === null ? '' : ` ${shift}`}, n ${rows}, reference ${reference}:`;
}

function percent(rate) {
  return `${(100 * rateOf(rate)).toFixed(1)} %`;
}

function rateOf({ found, of }) {
  return found / of;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
