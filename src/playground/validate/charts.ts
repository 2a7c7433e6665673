import { byType, isJson, type Json, list, literal, number, object, optional, required, string } from './checks.ts';
import type { Check, Report } from './report.ts';

const SERIES_LIMIT = 6;
const POINT_LIMIT = 20;
const NAME = required(string({ max: 20 }));

const SERIES = object({
  name: NAME,
  data: required(list(object({ label: NAME, value: required(number()) }), { max: POINT_LIMIT })),
});
const AXES = object({
  categories: required(list(string({ max: 20 }), { max: POINT_LIMIT })),
  x_label: optional(string({ max: 50 })),
  y_label: optional(string({ max: 50 })),
});

function makeSeriesChart(type: string): Check {
  const fields = {
    type: literal(type),
    series: required(list(SERIES, { max: SERIES_LIMIT })),
    axis_config: required(AXES),
  };
  return object(fields, checkSeries);
}

const PIE = object({
  type: literal('pie'),
  segments: required(list(object({ label: NAME, value: required(checkPositive) }), { max: SERIES_LIMIT })),
});

function checkPositive(value: unknown, at: string, report: Report): void {
  number()(value, at, report);
  if (typeof value === 'number' && value <= 0)
    report.add(at, 'must be more than 0', { type: 'min', expected: 0, actual: value });
}

/** Unique names, and exactly one point of every series for every category. */
function checkSeries({ series, axis_config }: Json, at: string, report: Report): void {
  if (!Array.isArray(series)) return;
  const categories = isJson(axis_config) && Array.isArray(axis_config.categories) ? axis_config.categories : [];
  const wanted = JSON.stringify([...categories].map(String).sort());
  const names = new Set<unknown>();
  series.forEach((item: unknown, index) => {
    if (!isJson(item)) return;
    if (names.has(item.name))
      report.add(`${at}/series/${index}/name`, 'series names must be unique', { type: 'unique' });
    names.add(item.name);
    const labels = Array.isArray(item.data) ? item.data.map((point) => (isJson(point) ? String(point.label) : '')) : [];
    if (JSON.stringify(labels.sort()) === wanted) return;
    report.add(`${at}/series/${index}/data`, 'must have exactly one point for each category', { type: 'categories' });
  });
}

export const DATA_VISUALIZATION = object({
  type: literal('data_visualization'),
  block_id: optional(string({ max: 255 })),
  title: required(string({ max: 50 })),
  chart: required(
    byType({ line: makeSeriesChart('line'), bar: makeSeriesChart('bar'), area: makeSeriesChart('area'), pie: PIE }),
  ),
});
