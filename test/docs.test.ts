import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../commands/index.ts';
import { BACKTEST_REPORT_FIELDS } from '../src/backtest/report.ts';
import { CHECKS } from '../src/checks/index.ts';
import { makeProgram } from '../src/cli/program.ts';
import { EXIT_CODES } from '../src/cli/terminal.ts';
import { describeConfig } from '../src/config/describe.ts';
import { METHODS } from '../src/drift/index.ts';
import { METRICS } from '../src/metrics/index.ts';
import { NOTIFIERS } from '../src/notify/index.ts';
import { RUN_REPORT_FIELDS } from '../src/runs/report.ts';
import { TUNE_REPORT_FIELDS } from '../src/tune/report.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string | number) => `\`${text}\``;

function listCommands(): string[][] {
  return makeProgram().commands.map((command) => {
    const names = command.registeredArguments.map((one) => `<${one.name()}${one.variadic ? '...' : ''}>`);
    const options = command.options.map(({ flags }) => code(flags)).join(', ');
    return [code(['mlmon', command.name(), ...names].join(' ')), command.description(), options];
  });
}

/** The whole page, from the tables that the program itself uses. */
function renderReference(): string {
  const methods = Object.values(METHODS).map((one) => [
    code(one.name),
    one.kinds.join(', '),
    String(one.defaultThreshold),
    one.meaning,
  ]);
  const metrics = Object.values(METRICS).map((one) => [code(one.name), one.label, one.problemType, one.better]);
  return `# Reference

Made from the program's own tables.

## Commands in Slack

${table(
  ['command', 'does'],
  COMMANDS.map(({ name, args, summary }) => [code(`/mlmon ${name} ${args}`.trim()), summary]),
)}

## Command line

\`npx mlmon\` after \`npm run build\`; \`mlmon help <command>\` says what each option does.

${table(['command', 'does', 'options'], listCommands())}

## Exit codes

${table(
  ['code', 'means'],
  EXIT_CODES.map(({ code: exit, meaning }) => [code(exit), meaning]),
)}

## \`mlmon run --json\`

One JSON object a line for each run, oldest window first, and nothing else on standard output.

${table(
  ['field', 'means'],
  RUN_REPORT_FIELDS.map(({ field, meaning }) => [code(field), meaning]),
)}

## \`mlmon backtest --json\`

One JSON object. The windows are those that the schedule would have run, with the incidents marked by now left out and the
labels known by now; distances are those of the counted cells, also where \`exact\` is set. What slices do not
hold (durations, jobs, custom metrics, the verdicts of \`compat\`) is read from the newest run of each window, and unknown where none ran.
Nothing is told to anybody.

${table(
  ['field', 'means'],
  BACKTEST_REPORT_FIELDS.map(({ field, meaning }) => [code(field), meaning]),
)}

## \`mlmon tune --json\`

One JSON object. What is proposed and how: [Tuning](tuning.md). Nothing is changed, and nothing is told to anybody.

${table(
  ['field', 'means'],
  TUNE_REPORT_FIELDS.map(({ field, meaning }) => [code(field), meaning]),
)}

## Environment

${describeConfig()}

## Checks

${table(
  ['check', 'measures'],
  Object.values(CHECKS).map(({ name, summary }) => [code(name), summary]),
)}

## Drift methods

\`threshold\` is on the value; a column drifts only when the value also passes its noise floor and the correction across columns.
A value of \`wasserstein\` over its threshold but within its floor gets a second look by the KS test (a heavy tail makes a mean
distance noisy): a p-value of at most 0.0015 there passes for the floor, and the measurement says so. Of categories \`js_distance\`
and \`js_divergence\` (which take little notice of rare ones) are judged by a test of the whole table in place of their floor: chi-square
together with the change of the two categories that gained and lost most, by permutation, at a level of 0.0065; its p-value is the
measurement's. With a \`p_value\` of yours neither is done. [How often all this is wrong](truth.md).

${table(['method', 'columns', 'default threshold', 'value'], methods)}

## Performance metrics

${table(['metric', 'name', 'problem type', 'better is'], metrics)}

## Notifiers

Alerts go to: ${Object.keys(NOTIFIERS).map(code).join(', ')}.
`;
}

describe('documents', () => {
  test('docs/reference.md is what the tables say (accept a change with vitest -u)', async () => {
    await expect(renderReference()).toMatchFileSnapshot('../docs/reference.md');
  });

  test('README names every command in Slack and every method', () => {
    const readme = readFileSync('README.md', 'utf8');
    const names = [...COMMANDS.map(({ name }) => `/mlmon ${name}`), ...Object.keys(METHODS)];
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
  });
});
