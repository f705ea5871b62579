/** For pages: routes import nothing of core but types. */
export { firstDemo, furtherDemos } from '../core/data/demos.js';
export { glimpseOf } from '../core/project/first-answer.js';
