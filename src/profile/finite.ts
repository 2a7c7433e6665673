import type { Value } from '../warehouse/types.ts';

/** The sum of finite numbers as JSON can hold it: one that overflowed is kept at the largest number. */
export function toFinite(value: Value | undefined): number {
  const number = Number(value ?? 0);
  // Infinities of both signs met.
  if (Number.isNaN(number)) return Number.MAX_VALUE;
  return Math.min(Math.max(number, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** Adds two such sums. */
export function addFinite(a: number, b: number): number {
  return Math.min(Math.max(a + b, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** Whether such a sum says nothing but that it did not fit. */
export function isOverflow(sum: number): boolean {
  return Math.abs(sum) === Number.MAX_VALUE;
}
