// AssemblyScript. The inner loops of tree growing and prediction; ../reference says the same in plain TypeScript, to the bit.
// All memory is laid out by the caller (../compiled). A pair is one i64: (h << 32) + g, so that one addition sums both.

export { setupForest, growForestTree, subsetsGrown } from './forest';
export { othersAt, othersTold } from './forest-rows';
export { setupBoost, gradients, sumPairs, histogram, subtract, searchHistogram, partition } from './boost';
export { transpose, predict } from './predict';
export { predictLists } from './predict-lists';
export { belowFour } from './draws';
export { addWide, predictWide } from './wide';
export { setSearch } from './search';
// Not called from outside: what is exported is compiled by itself, so that its loops keep their variables in registers.
export { histogramOfFour } from './boost';
export { predictBlock } from './wide';
export { addLeaf, addSides, divideSides } from './predict-lists';
export { divideDrawn, divideOthers, drawRows } from './forest-rows';
export { gainsHeavy, gainsLight, gainsMissingRight } from './forest-search';
export { sumHeavy, sumOne, sumThree } from './forest-sums';
