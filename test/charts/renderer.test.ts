import { afterEach, describe, expect, it } from 'vitest';
import { createChartRenderer } from '../../src/charts/renderer.ts';
import type { Chart, ChartRenderer } from '../../src/charts/types.ts';

let renderer: ChartRenderer | null = null;

function useWorker(name: string, timeoutMs = 10_000): ChartRenderer {
  renderer = createChartRenderer({ timeoutMs, workerUrl: new URL(`./workers/${name}.mjs`, import.meta.url) });
  return renderer;
}

function makeChart(title: string): Chart {
  return { kind: 'columns', header: { state: 'ok', eyebrow: 'test', title, subtitle: 'test' }, rows: [] };
}

afterEach(async () => {
  await renderer?.close();
  renderer = null;
});

describe('the chart renderer', () => {
  it('hands back what the worker drew, with a text for those who do not see it', async () => {
    const picture = await useWorker('scripted').render(makeChart('answer'));
    expect(picture).toMatchObject({ width: 400, height: 300, altText: expect.stringContaining('answer') });
    expect([...picture.png]).toEqual([1, 2, 3]);
  });

  it('gives up on a worker that does not answer and draws the next chart with a new one', async () => {
    const { render } = useWorker('scripted', 200);
    const hung = render(makeChart('hang'));
    const next = render(makeChart('answer'));
    await expect(hung).rejects.toMatchObject({
      code: 'timeout',
      message: 'Cannot draw the chart: no answer after 0.2 s',
    });
    await expect(next).resolves.toMatchObject({ width: 400 });
  });

  it.each(['crash', 'exit'])('replaces a worker after %s', async (order) => {
    const { render } = useWorker('scripted');
    await expect(render(makeChart(order))).rejects.toMatchObject({ name: 'AppError', code: 'internal' });
    await expect(render(makeChart('answer'))).resolves.toMatchObject({ width: 400 });
  });

  it('says what was wrong with a chart that cannot be drawn', async () => {
    const { render } = useWorker('scripted');
    await expect(render(makeChart('fail'))).rejects.toMatchObject({ message: 'Cannot draw the chart: no such mark' });
  });

  it('reports a worker that cannot start', async () => {
    await expect(useWorker('broken').render(makeChart('answer'))).rejects.toMatchObject({
      code: 'internal',
      cause: expect.objectContaining({ message: 'nothing is installed' }),
    });
  });

  it('ends what is being drawn, and what waits, when it is closed', async () => {
    const { render, close } = useWorker('scripted');
    const charts = ['hang', 'answer'].map((order) =>
      expect(render(makeChart(order))).rejects.toMatchObject({ code: 'cancelled' }),
    );
    await close();
    await Promise.all(charts);
    await expect(render(makeChart('answer'))).rejects.toMatchObject({ code: 'cancelled' });
  });
});
