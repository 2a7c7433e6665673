export { BLOCKS } from './blocks.ts';
export { validateMessage } from './message.ts';
export type { Constraint, Issue, Surface } from './report.ts';
export { validateView } from './view.ts';
