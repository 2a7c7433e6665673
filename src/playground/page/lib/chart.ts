export type ChartSeries = { name: string; data: { label: string; value: number }[] };
export type Scale = { min: number; max: number; ticks: number[] };

const NEAREST = 1e-9;
/** Of smaller numbers there are too few to divide by. */
const SMALLEST = 1e-300;

/** Round tick values that cover the data; bars and areas start at zero, so their length tells the truth. */
export function makeScale(values: readonly number[], isFromZero: boolean, wanted = 4): Scale {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite, ...(isFromZero || finite.length === 0 ? [0] : []));
  const high = Math.max(...finite, ...(isFromZero || finite.length === 0 ? [0] : []));
  const span = measureSpan(low, high);
  const start = !isFromZero && low > 0 && low < span ? 0 : low;
  const step = roundStep((Math.max(high, start + span) - start) / wanted);
  const first = Math.floor(start / step);
  const last = Math.max(first + 1, Math.ceil(Math.max(high, start + span * 0.5) / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { min: ticks[0] ?? 0, max: ticks.at(-1) ?? 1, ticks };
}

/** Values nearer to each other than numbers can tell apart count as one, and their size as the span. */
function measureSpan(low: number, high: number): number {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * NEAREST, SMALLEST)) return high - low;
  return size > SMALLEST ? size : 1;
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Ticks share their decimals: 0.02, 0.04; 1,000. */
export function formatTick(value: number, ticks: readonly number[]): string {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  const needed = Number((step * 10 ** decimals).toPrecision(6)) % 1 === 0 ? decimals : decimals + 1;
  return value.toLocaleString('en-US', { minimumFractionDigits: needed, maximumFractionDigits: needed });
}

export function formatValue(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

/** Positions of category labels that fit without touching: first and last always, then every n-th. */
export function pickLabels(count: number, room: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, room)));
  const picked = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
  const last = picked.at(-1);
  if (count > 1 && last !== undefined && last !== count - 1) {
    if (count - 1 - last < step && picked.length > 1) picked.pop();
    picked.push(count - 1);
  }
  return picked;
}

/** One sentence for those who do not see the chart. */
export function describeSeries(type: string, series: readonly ChartSeries[], yLabel: string): string {
  const parts = series.map(({ name, data }) => {
    const first = data[0];
    const last = data.at(-1);
    if (!first || !last) return `${name} has no values`;
    if (type === 'bar')
      return `${name}: ${data.map((point) => `${point.label} ${formatValue(point.value)}`).join(', ')}`;
    return `${name} goes from ${formatValue(first.value)} (${first.label}) to ${formatValue(last.value)} (${last.label})`;
  });
  return `${capitalize(type)} chart${yLabel ? `, ${yLabel}` : ''}. ${parts.join('; ')}.`;
}

export function describeSegments(segments: readonly { label: string; value: number }[]): string {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  const parts = segments.map((segment) => `${segment.label} ${Math.round((100 * segment.value) / total)}%`);
  return `Pie chart. ${parts.join(', ')}.`;
}

/** The outline of one slice of a pie around (0, 0); shares of a whole turn, clockwise from the top. */
export function drawSlice(from: number, to: number, radius: number): string {
  if (to - from >= 1) return `M0 ${-radius}A${radius} ${radius} 0 1 1 -0.01 ${-radius}Z`;
  const [x1, y1] = pointAt(from, radius);
  const [x2, y2] = pointAt(to, radius);
  return `M0 0L${x1} ${y1}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}Z`;
}

function pointAt(share: number, radius: number): [string, string] {
  const angle = share * 2 * Math.PI;
  return [(radius * Math.sin(angle)).toFixed(2), (-radius * Math.cos(angle)).toFixed(2)];
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
