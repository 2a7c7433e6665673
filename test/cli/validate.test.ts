import { expect, test } from 'vitest';
import { validateFiles } from '../../src/cli/check-files.ts';
import { capture, DAILY_MONITOR, makeFolder, writeText } from './support.ts';

test('mlmon validate says a good file is good and what it watches', async () => {
  const space = await makeFolder();
  const file = await writeText(space, 'payments.yaml', DAILY_MONITOR);
  expect(await capture(() => validateFiles([file]))).toMatchObject({
    code: 0,
    out: [`${file}: ok, payments with 1 rule`, expect.stringContaining('note: ')],
    err: [],
  });
});

test('mlmon validate says that a drift whose loss is never known waits for the digest, and which rule is told at once', async () => {
  const space = await makeFolder();
  const file = await writeText(space, 'payments.yaml', DAILY_MONITOR);
  const { out } = await capture(() => validateFiles([file]));
  expect(out[1]).toMatch(/feature_drift is told in the channel's digest only: .* no loss is ever known/);

  const rule = /add (\{.*\}) to alerts\.rules/.exec(out[1]!)?.[1];
  const ruled = await writeText(space, 'ruled.yaml', `${DAILY_MONITOR}alerts: {rules: [${rule}]}\n`);
  const estimated = await writeText(
    space,
    'estimated.yaml',
    `${DAILY_MONITOR}score_column: score\nestimated_performance: {}\n`,
  );
  expect((await capture(() => validateFiles([ruled]))).out).toEqual([`${ruled}: ok, payments with 1 rule`]);
  expect((await capture(() => validateFiles([estimated]))).out).toEqual([`${estimated}: ok, payments with 1 rule`]);
});

test('mlmon validate names line, column and the nearest key of every fault of every file', async () => {
  const space = await makeFolder();
  const good = await writeText(space, 'good.yaml', DAILY_MONITOR);
  const typo = await writeText(space, 'typo.yaml', DAILY_MONITOR.replace('granularity:', 'granularty:'));
  const method = await writeText(
    space,
    'method.yaml',
    `${DAILY_MONITOR}prediction_drift: {drift_methods: [js_distanse]}\n`,
  );
  const { code, out, err } = await capture(() => validateFiles([typo, good, method]));
  expect(code).toBe(1);
  expect(out[0]).toBe(`${good}: ok, payments with 1 rule`);
  expect(err.join('\n')).toContain(
    `${typo}:5:1 granularty: "granularty" is not a key of a monitor; did you mean "granularity"?`,
  );
  expect(err.join('\n')).toMatch(
    /method\.yaml:9:36 prediction_drift\.drift_methods\[0\]: got "js_distanse".*did you mean "js_distance"\?/,
  );
});

test('mlmon validate says that a file cannot be read, and goes on', async () => {
  const space = await makeFolder();
  const good = await writeText(space, 'good.yaml', DAILY_MONITOR);
  const { code, out, err } = await capture(() => validateFiles([space.path('gone.yaml'), good]));
  expect({ code, first: out[0] }).toEqual({ code: 1, first: `${good}: ok, payments with 1 rule` });
  expect(err[0]).toBe(`mlmon: Cannot read ${space.path('gone.yaml')}: there is no such file`);
  const folder = await capture(() => validateFiles([space.path('.')]));
  expect(folder.err[0]).toMatch(/: it is a folder; name the files in it$/);
});
