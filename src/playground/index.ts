export { type Playground, type PlaygroundOptions, startPlayground } from './playground.ts';
export { makeDefaultSeed } from './world/seed.ts';
