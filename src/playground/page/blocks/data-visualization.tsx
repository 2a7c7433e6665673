import type { ChartSeries } from '../lib/chart.ts';
import {
  describeSegments,
  describeSeries,
  drawSlice,
  formatTick,
  formatValue,
  makeScale,
  pickLabels,
} from '../lib/chart.ts';

type Segment = { label: string; value: number };
type Axis = { categories: string[]; x_label?: string; y_label?: string };
export type DataVisualizationBlock = {
  type: 'data_visualization';
  title: string | { text: string };
  chart:
    | { type: 'line' | 'bar' | 'area'; series: ChartSeries[]; axis_config: Axis }
    | { type: 'pie'; segments: Segment[] };
};

const WIDTH = 486;
const HEIGHT = 178;
const PLOT = { left: 44, right: WIDTH - 12, top: 8, bottom: HEIGHT - 26 };

export function DataVisualization({ block: { title, chart } }: { block: DataVisualizationBlock }) {
  return (
    <figure class="b viz">
      <figcaption>{typeof title === 'string' ? title : title.text}</figcaption>
      {chart.type === 'pie' ? <Pie segments={chart.segments} /> : <Plot {...chart} axis={chart.axis_config} />}
    </figure>
  );
}

type PlotProps = { type: 'line' | 'bar' | 'area'; series: ChartSeries[]; axis: Axis };

function Plot({ type, series, axis }: PlotProps) {
  const values = series.flatMap(({ data }) => data.map(({ value }) => value));
  const scale = makeScale(values, type !== 'line');
  const count = axis.categories.length;
  const band = (PLOT.right - PLOT.left) / Math.max(1, type === 'bar' ? count : count - 1);
  const x = (index: number) => PLOT.left + band * (type === 'bar' ? index + 0.5 : index);
  const y = (value: number) =>
    PLOT.bottom - ((value - scale.min) / (scale.max - scale.min || 1)) * (PLOT.bottom - PLOT.top);
  const longest = Math.max(...axis.categories.map((name) => name.length), 1);
  const labels = pickLabels(count, Math.floor((PLOT.right - PLOT.left) / (longest * 6.2 + 14)));
  return (
    <>
      {axis.y_label && <p class="viz-axis">{axis.y_label}</p>}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={describeSeries(type, series, axis.y_label ?? '')}>
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line
              class={tick === 0 || tick === scale.min ? 'ax' : 'grid'}
              x1={PLOT.left}
              x2={PLOT.right}
              y1={y(tick)}
              y2={y(tick)}
            />
            <text x={PLOT.left - 8} y={y(tick) + 4} text-anchor="end">
              {formatTick(tick, scale.ticks)}
            </text>
          </g>
        ))}
        {labels.map((index) => (
          <text
            key={index}
            x={x(index)}
            y={HEIGHT - 8}
            text-anchor={type !== 'bar' && index === count - 1 ? 'end' : 'middle'}
          >
            {axis.categories[index]}
          </text>
        ))}
        {series.map((row, index) => (
          <Marks
            key={row.name}
            type={type}
            index={index}
            of={series.length}
            points={row.data.map(({ value }, at) => [x(at), y(value)])}
            base={y(Math.max(0, scale.min))}
            band={band}
          />
        ))}
      </svg>
      {axis.x_label && <p class="viz-axis viz-axis-x">{axis.x_label}</p>}
      <Legend names={series.map(({ name }) => name)} isLine={type === 'line'} />
      <Values
        head={['', ...series.map(({ name }) => name)]}
        rows={axis.categories.map((name, at) => [
          name,
          ...series.map(({ data }) => formatValue(data[at]?.value ?? Number.NaN)),
        ])}
      />
    </>
  );
}

type MarksProps = {
  type: PlotProps['type'];
  index: number;
  of: number;
  points: [number, number][];
  base: number;
  band: number;
};

function Marks({ type, index, of, points, base, band }: MarksProps) {
  if (type === 'bar') {
    const width = Math.min(40, (band * 0.72) / of);
    return (
      <g class={`d${index + 1}`}>
        {points.map(([x, y], at) => (
          <rect
            key={at}
            x={x + (index - of / 2) * width + 0.5}
            width={Math.max(1, width - 1)}
            y={Math.min(y, base)}
            height={Math.max(0.5, Math.abs(base - y))}
            rx={2}
          />
        ))}
      </g>
    );
  }
  const line = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
  const [first] = points;
  const last = points.at(-1);
  return (
    <>
      {type === 'area' && first && last && (
        <path class={`fill d${index + 1}`} d={`M${first[0]} ${base}L${line}L${last[0]} ${base}Z`} />
      )}
      <path class={`l l${index + 1}`} d={`M${line}`} />
      {type === 'line' && (
        <g class={`d${index + 1}`}>
          {points.map(([x, y], at) => (
            <circle key={at} cx={x} cy={y} r={2.5} />
          ))}
        </g>
      )}
    </>
  );
}

function Pie({ segments }: { segments: Segment[] }) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  let from = 0;
  const slices = segments.map(({ value }) => {
    const start = from;
    from += value / total;
    return drawSlice(start, from, 70);
  });
  return (
    <>
      <svg class="pie" viewBox="-75 -75 150 150" role="img" aria-label={describeSegments(segments)}>
        {slices.map((path, index) => (
          <path key={index} class={`slice d${index + 1}`} d={path} />
        ))}
      </svg>
      <Legend
        names={segments.map(({ label, value }) => `${label} ${Math.round((100 * value) / total)}%`)}
        isLine={false}
      />
      <Values head={['Part', 'Value']} rows={segments.map(({ label, value }) => [label, formatValue(value)])} />
    </>
  );
}

function Legend({ names, isLine }: { names: string[]; isLine: boolean }) {
  return (
    <ul aria-hidden="true">
      {names.map((name, index) => (
        <li key={name}>
          <svg viewBox="0 0 18 8" aria-hidden="true">
            {isLine ? (
              <path class={`l l${index + 1}`} d="M0 4h18" />
            ) : (
              <rect class={`d${index + 1}`} width="10" height="8" x="4" rx="2" />
            )}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Values({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <details>
      <summary>Show as a table</summary>
      <div class="tbl" role="region" aria-label="Values of the chart" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {head.map((name, index) => (
                <th key={index} scope="col" class={index > 0 ? 'num' : ''}>
                  {name || 'Category'}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...cells], index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                {cells.map((cell, column) => (
                  <td key={column} class="num">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
