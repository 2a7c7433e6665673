import type { CardSpec } from './card.ts';
import { drawCategoricalChart } from './categorical.ts';
import { drawColumnsChart } from './columns.ts';
import { drawCorrelationsChart } from './correlations.ts';
import { drawHistoryChart } from './history.ts';
import { drawNumericChart } from './numeric.ts';
import type { Measure } from './text-width.ts';
import type { Chart } from './types.ts';

/** The vega-lite specification of a chart: plain data, the same for the same chart on any machine. */
export function makeSpec(chart: Chart, measure: Measure): CardSpec {
  switch (chart.kind) {
    case 'numeric':
      return drawNumericChart(chart, measure);
    case 'categorical':
      return drawCategoricalChart(chart, measure);
    case 'history':
      return drawHistoryChart(chart, measure);
    case 'columns':
      return drawColumnsChart(chart, measure);
    case 'correlations':
      return drawCorrelationsChart(chart, measure);
  }
}
