import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alerts/types.ts';
import { validateMessage } from '../../src/playground/validate/index.ts';
import { type AlertDecoration, renderAlert } from '../../views/alert.ts';
import { ALERT_FIRED_AT, makeAlert } from '../support/alerts.ts';

const decoration: AlertDecoration = {
  chart: { fileId: 'F0123456789', altText: 'Distribution of delay, 14–20 Feb against January.' },
  owner: 'U0123456789',
  mention: null,
  votes: { useful: 0, noise: 0 },
};

const MINUTE = 60_000;
const acked = { ackedAt: ALERT_FIRED_AT + 12 * MINUTE, ackedBy: 'U0000000ANA' };
const states: Record<string, Partial<Alert>> = {
  firing: {},
  acked: { state: 'acked', version: 3, ...acked },
  snoozed: {
    state: 'snoozed',
    version: 4,
    snoozedUntilAt: ALERT_FIRED_AT + 86_400_000,
    snoozedBy: 'U0000000ANA',
    snoozeReason: 'storm <season>',
  },
  resolved: { state: 'resolved', version: 5, ...acked, resolvedAt: ALERT_FIRED_AT + 192 * MINUTE },
};

describe('renderAlert()', () => {
  test.each(Object.entries(states))('%s reads as committed and keeps Slack limits', async (name, overrides) => {
    const message = renderAlert(makeAlert(overrides), decoration);
    expect(validateMessage(message)).toEqual([]);
    await expect(JSON.stringify(message, null, 2)).toMatchFileSnapshot(`snapshots/alert-${name}.json`);
  });

  test('text alone says state, severity, model, finding, where it comes from and what it costs', () => {
    expect(renderAlert(makeAlert(), decoration).text).toBe(
      'FIRING · High · late_flights: Wasserstein distance 0.23 on delay, limit 0.10, in 2 of 3 windows. ' +
        'Why: 62% of the drift comes from the highest tenth of delay: 88 on average, was 61. ' +
        'Accuracy 0.66, was 0.74 in the reference',
    );
    expect(renderAlert(makeAlert({ state: 'resolved' }), decoration).text).not.toContain('Why');
  });

  test('a performance within chance of the reference is not told as a loss', () => {
    const lossOf = (isKnown: boolean) => {
      const loss = { metric: 'accuracy', value: 0.735, reference: 0.742, isKnown };
      return JSON.stringify(renderAlert(makeAlert({ evidence: { ...makeAlert().evidence, loss } }), decoration));
    };
    expect(lossOf(true)).toContain('"Accuracy 0.735, was 0.742 in the reference"');
    expect(lossOf(false)).toContain('"No loss is known (Accuracy 0.735, was 0.742 in the reference)"');
  });

  test('what else is outside its limit is named where it is no distance', () => {
    const also = [
      { metric: 'psi', column: 'hour', value: 0.3, threshold: 0.1 },
      { metric: 'missing_rate', column: 'origin', value: 0.03, threshold: 0.01 },
      { metric: 'ks_test', column: 'delay', value: 0.001, threshold: 0.05, isPValue: true },
    ];
    expect(
      JSON.stringify(renderAlert(makeAlert({ evidence: { ...makeAlert().evidence, also } }), decoration)),
    ).toContain(
      'Also outside: `hour` 0.30 (limit 0.10), missing rate of `origin` 3.0% (limit 1.0%), p-value of the KS test of `delay` 0.001 (limit 0.050)',
    );
  });

  test('a firing alert without a picture still has its button', () => {
    const message = renderAlert(makeAlert(), { ...decoration, chart: null });
    const types = message.attachments?.[0]?.blocks?.map((block) => block.type);
    expect(types).not.toContain('image');
    expect(types).toContain('actions');
  });

  test('a mention goes out while it fires and never afterwards', () => {
    const mention = { ...decoration, mention: 'S0123456789' };
    expect(JSON.stringify(renderAlert(makeAlert(), mention))).toContain('<!subteam^S0123456789>');
    const quiet = renderAlert(makeAlert({ state: 'acked', ...acked }), mention);
    expect(JSON.stringify(quiet)).not.toContain('subteam');
  });

  test('names from outside cannot inject mentions, links or code', () => {
    const evidence = { ...makeAlert().evidence, column: '`<!channel>` & <https://x|y>' };
    const message = renderAlert(makeAlert({ modelName: '<!here>', evidence }), decoration);
    const json = JSON.stringify(message.blocks);
    expect(json).not.toContain('<!here>');
    expect(json).not.toContain('<!channel>');
    expect(json).not.toContain('<https://x');
  });

  test('every version has a block id of its own', () => {
    const blockIds = [2, 3].map(
      (version) => renderAlert(makeAlert({ version }), decoration).attachments?.[0]?.blocks?.at(-1)?.block_id,
    );
    expect(new Set(blockIds).size).toBe(2);
  });

  test('very long names stay within the limits', () => {
    const column = 'x'.repeat(5000);
    const also = Array.from({ length: 30 }, () => ({ metric: 'psi', column, value: 1, threshold: 0.2 }));
    const message = renderAlert(
      makeAlert({ modelName: 'm'.repeat(300), evidence: { ...makeAlert().evidence, also } }),
      decoration,
    );
    expect(validateMessage(message)).toEqual([]);
  });

  test('votes are counted in words, and asked for only when it no longer fires', () => {
    const votes = { useful: 2, noise: 1 };
    const texts = Object.entries(states).map(([name, overrides]) => {
      const json = JSON.stringify(renderAlert(makeAlert(overrides), { ...decoration, votes }));
      return [name, json.includes('Voted: 2 useful, 1 noise'), json.includes('"text":"Useful"')];
    });
    expect(texts).toEqual([
      ['firing', false, false],
      ['acked', true, true],
      ['snoozed', false, false],
      ['resolved', true, true],
    ]);
  });
});
