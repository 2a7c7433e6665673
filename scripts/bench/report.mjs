// The benchmark's tables, for a terminal and for docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { judgeGoals } from './goals.mjs';

const COST_HEAD = [
  'whole process',
  '× wall of the scan',
  '× CPU of the scan',
  'wall s',
  'after start s',
  'CPU s',
  'peak MB',
  'fetched KB',
];
const GOAL_HEAD = ['goal', 'limit', 'found', ''];

export function cpuOf({ userS, systemS }) {
  return userS + systemS;
}

function costRows(summary) {
  return summary.map((row) => [
    row.name,
    row.ratio?.toFixed(1) ?? '',
    row.cpuRatio?.toFixed(1) ?? '',
    row.wallS.toFixed(2),
    row.runS?.toFixed(2) ?? '',
    cpuOf(row).toFixed(2),
    row.peakMb.toFixed(0),
    row.bytes === undefined ? '' : (row.bytes / 1000).toFixed(0),
  ]);
}

/** Both tables, with what the verdicts took. */
export function printReport(summary, print) {
  printTable(COST_HEAD, costRows(summary), print);
  print('');
  printTable(GOAL_HEAD, judgeGoals(summary), print);
  const verdicts = summary.find(({ firstMs }) => firstMs !== undefined);
  if (verdicts === undefined) return;
  const { firstMs, againMs, everyMethodMs } = verdicts;
  print(
    `\n200 columns judged in ${firstMs.toFixed(0)} ms, again in ${againMs.toFixed(0)} ms, by every method in ${everyMethodMs.toFixed(0)} ms`,
  );
}

function printTable(head, rows, print) {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const pad = (cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]));
  for (const row of [head, ...rows]) print(row.map(pad).join('  ').trimEnd());
}

function markdownTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Puts the tables, with what they were taken under, between the marks `<!-- costs -->` and `<!-- goals -->` of a document and their ends. */
export function writeTables(file, summary, conditions) {
  let text = readFileSync(file, 'utf8');
  const tables = {
    costs: `${markdownTable(COST_HEAD, costRows(summary))}\n\n${conditions}`,
    goals: markdownTable(GOAL_HEAD, judgeGoals(summary)),
  };
  for (const [name, table] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`${file} has no place for the table of ${name}`);
    text = text.replace(place, (_, start, end) => `${start}${table}\n${end}`);
  }
  writeFileSync(file, text);
}
