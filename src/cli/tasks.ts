import { readingTasks } from '../lib/core/data/read-part.js';
import { nextBasketTasks } from '../lib/core/models/nextbasket/index.js';
import { treeTasks } from '../lib/core/models/trees/index.js';
import type { Task } from '../lib/core/parallel.js';

/** Everything that the pool's threads can be asked to compute. */
export const tasks: Readonly<Record<string, Task>> = { ...readingTasks, ...treeTasks, ...nextBasketTasks };
