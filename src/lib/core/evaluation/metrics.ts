/** Every figure of a report, by itself. */
export { logLoss, brier } from './loss.js';
export { rocAuc, averagePrecision, liftTop } from './ranking.js';
export { calibrationError } from './reliability.js';
export { topK, recallAt, ndcgAt, hitRateAt } from './top-k.js';
export { wilsonInterval } from './wilson.js';
