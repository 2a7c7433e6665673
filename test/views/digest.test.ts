import { describe, expect, test } from 'vitest';
import type { DigestAlert, DigestContent, Listed } from '../../src/digest/types.ts';
import { validateMessage } from '../../src/playground/validate/index.ts';
import { renderDigest, renderDigestPreview, renderDigestSet } from '../../views/digest.ts';
import { ALERT_FIRED_AT, makeAlert } from '../support/alerts.ts';

const DAY = 86_400_000;
const LINK = 'https://acme.slack.com/archives/C0MLALERTS/p1700000000000100';
const NONE: Listed<never> = { shown: [], total: 0 };
const plan = { cadence: 'daily', time: '09:00', timezone: 'Europe/Berlin' } as const;

function listed<T>(...shown: T[]): Listed<T> {
  return { shown, total: shown.length };
}

function entry(changes: Parameters<typeof makeAlert>[0] = {}, link: string | null = LINK): DigestAlert {
  return { alert: makeAlert(changes), more: 0, link };
}

const calm: DigestContent = {
  plan,
  fromAt: ALERT_FIRED_AT - DAY / 2,
  toAt: ALERT_FIRED_AT + DAY / 2,
  nextAt: ALERT_FIRED_AT + 1.5 * DAY,
  models: { total: 12, states: { ok: 12 } },
  fired: 0,
  ...{ open: NONE, quiet: NONE, resolved: NONE, snoozes: NONE, troubles: NONE },
};

const evidence = { ...makeAlert().evidence, loss: null };
const busy: DigestContent = {
  ...calm,
  models: { total: 12, states: { firing: 1, acked: 1, snoozed: 1, quiet: 2, failed: 1, no_data: 1, paused: 1, ok: 4 } },
  fired: 2,
  open: listed(
    entry({ modelName: 'fraud <v7>' }),
    entry({ id: 8, state: 'acked', ackedBy: 'U0ANA00001', firedAt: ALERT_FIRED_AT - 3 * DAY }),
  ),
  quiet: listed(
    { ...entry({ id: 9, modelName: 'churn', evidence }, null), more: 4 },
    entry({ id: 10, modelName: 'ltv', evidence: { ...evidence, also: [], column: 'plan' } }, null),
  ),
  resolved: listed(entry({ id: 5, state: 'resolved', resolvedAt: ALERT_FIRED_AT + 3 * DAY })),
  snoozes: listed(entry({ id: 6, state: 'snoozed', snoozedUntilAt: ALERT_FIRED_AT + DAY, snoozedBy: 'U0BEN00002' })),
  troubles: listed(
    { modelName: 'ranking', state: 'failed', error: 'Cannot find table `scores` (reference ab12)' },
    { modelName: 'pricing', state: 'no_data', error: null },
  ),
};

describe('renderDigest()', () => {
  test.each([
    ['calm', calm],
    ['busy', busy],
  ])('%s reads as committed and keeps Slack limits', async (name, content) => {
    const message = renderDigest(content);
    expect(validateMessage(message)).toEqual([]);
    await expect(JSON.stringify(message, null, 2)).toMatchFileSnapshot(`snapshots/digest-${name}.json`);
  });

  test('says in text alone how many models need a look, and that all is well where it is', () => {
    expect(renderDigest(calm).text).toBe('12 of 12 models ok · daily digest. Since 2026-02-20 18:00 UTC: nothing new');
    expect(renderDigest(busy).text).toMatch(/^7 of 12 models need a look · daily digest\. 1 firing, 1 acknowledged, /);
  });

  test('says in text alone what its lists say, without their marks', () => {
    const { text } = renderDigest(busy);
    expect(text).toMatch(/ Open alerts: .+? · Firing · High · .+?; late_flights · Acked · /);
    expect(text).toContain('. Drift without a known loss: ');
    expect(text).not.toMatch(/[*`<>]|:\w+_circle:/);
  });

  test('mentions nobody: what people did is not told to them every morning', () => {
    expect(JSON.stringify(renderDigest(busy))).not.toContain('<@');
  });

  test('a model that is paused is no reason to look', () => {
    const content = { ...calm, models: { total: 3, states: { ok: 2, paused: 1 } } };
    expect(renderDigest(content).text).toContain('2 of 3 models ok, 1 paused');
  });

  test('of a drift without a known loss it says so, beside its columns and how to take it', () => {
    const text = JSON.stringify(renderDigest(busy).blocks);
    expect(text).toContain('*Drift without a known loss*');
    expect(text).toContain(
      'on `delay`, limit 0.10, also `origin`, Accuracy 0.66, 4 more · no loss is known · `/mlmon ack 9`',
    );
  });

  test('a performance within chance of the reference is named, and still no loss', () => {
    const loss = { metric: 'accuracy', value: 0.735, reference: 0.742, isKnown: false };
    const content = { ...calm, quiet: listed(entry({ evidence: { ...evidence, loss } }, null)) };
    expect(JSON.stringify(renderDigest(content).blocks)).toContain('no loss is known (Accuracy 0.735, was 0.742)');
  });

  test('what is told here by its rule alone is not called drift', () => {
    const rate = { ...evidence, metric: 'missing_rate', column: 'fare', value: 0.2, threshold: 0.01, also: [] };
    const content = { ...calm, quiet: listed(entry({ evidence: rate }, null)) };
    const text = JSON.stringify(renderDigest(content).blocks);
    expect(text).toContain('*Told in the digest only*');
    expect(text).not.toContain('loss');
  });

  test('200 models with long names are within every limit, and the rest is counted', () => {
    const long = { modelName: 'm'.repeat(250), evidence: { ...evidence, column: '`<&>'.repeat(60) } };
    const many = <T>(one: T): Listed<T> => ({ shown: Array.from({ length: 8 }, () => one), total: 200 });
    const content: DigestContent = {
      ...busy,
      models: { total: 200, states: { firing: 200 } },
      open: many(entry(long)),
      quiet: many({ ...entry(long, null), more: 400 }),
      resolved: many(entry({ ...long, state: 'resolved', resolvedAt: ALERT_FIRED_AT + DAY })),
      snoozes: many(entry({ ...long, state: 'snoozed', snoozedUntilAt: ALERT_FIRED_AT })),
      troubles: many({ modelName: long.modelName, state: 'failed', error: 'x'.repeat(5000) }),
    };
    const message = renderDigest(content);
    expect(validateMessage(message)).toEqual([]);
    const sections = message.blocks.slice(1, -1).map((block) => JSON.stringify(block));
    expect(sections).toHaveLength(5);
    for (const section of sections) expect(section).toMatch(/and 19\d more: `\/mlmon status`/);
  });
});

test('the preview says that it is one, and how to change the digest', () => {
  const message = renderDigestPreview(calm);
  expect(validateMessage(message)).toEqual([]);
  expect(JSON.stringify(message.blocks)).toContain('posted daily at 09:00 (Europe/Berlin)');
  const off = renderDigestPreview({ ...calm, plan: { ...plan, cadence: 'off' }, nextAt: null });
  expect(JSON.stringify(off.blocks)).toContain('`/mlmon digest on` switches it on');
});

test('switching the digest off says what that means for drift', () => {
  expect(renderDigestSet({ ...plan, cadence: 'off' }, null).text).toContain('posted at once from now on');
  expect(renderDigestSet({ ...plan, cadence: 'weekly' }, ALERT_FIRED_AT).text).toContain(
    'weekly on Mondays at 09:00 (Europe/Berlin); the next one is due 2026-02-21 06:00 UTC',
  );
});

test('a finding of a segment names the segment, open and resolved', () => {
  const inSegment = { ...evidence, segment: 'origin = DEN' };
  const message = renderDigest({
    ...calm,
    open: listed(entry({ evidence: inSegment })),
    resolved: listed(entry({ id: 5, state: 'resolved', resolvedAt: ALERT_FIRED_AT + DAY, evidence: inSegment })),
  });
  expect(JSON.stringify(message).match(/where `origin = DEN`/g)).toHaveLength(2);
});
