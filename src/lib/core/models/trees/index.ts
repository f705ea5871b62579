export { applyBins, binColumns, binTable } from './bin.js';
export type { Watched } from './boost-rows.js';
export { growBoosted, growForest } from './grow.js';
export type { GrownBoosted, GrownForest, GrowWork } from './grow.js';
export { predictBoosted, predictForest, sumTrees } from './predict.js';
export { treeTasks } from './tasks.js';
export { NodeKind } from './types.js';
export type { Binned, Bins, ColumnKind, GrowBoosted, GrowForest, Trees } from './types.js';
