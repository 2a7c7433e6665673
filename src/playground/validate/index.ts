export { BLOCKS } from './blocks.ts';
export { validateMessage } from './message.ts';
export type { Issue } from './report.ts';
export { validateView } from './view.ts';
