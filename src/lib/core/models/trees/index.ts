export { applyBins, binColumns, binTable } from './bin.js';
export { sumTrees } from './predict.js';
export { treeTasks } from './tasks.js';
export { NodeKind } from './types.js';
export type { Binned, Bins, ColumnKind, GrowForest, Trees } from './types.js';
