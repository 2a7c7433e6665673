import type { Monitor } from '../monitors/types.ts';

/** Does the condition of some rule name the metric? Then it is answered even where nothing can be measured. */
export function isNamed({ rules }: Pick<Monitor, 'rules'>, metric: string): boolean {
  const word = new RegExp(`\\b${metric}\\b`);
  return rules.some(({ condition }) => word.test(condition));
}
