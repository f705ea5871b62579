import { readingTasks } from '../../core/data/read-part.js';
import { nextBasketTasks } from '../../core/models/nextbasket/index.js';
import { treeTasks } from '../../core/models/trees/index.js';
import type { Task } from '../../core/parallel.js';
import { answerTasks } from '../../core/project/pooled-answers.js';

/** Everything that the pool's workers can be asked to compute. */
export const tasks: Readonly<Record<string, Task>> = { ...readingTasks, ...treeTasks, ...nextBasketTasks, ...answerTasks };
