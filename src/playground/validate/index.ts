import type { Issue } from './report.ts';

export function validateMessage(_input: unknown): Issue[] {
  return [];
}

export function validateView(_view: unknown): Issue[] {
  return [];
}
