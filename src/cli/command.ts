import type { OptionName, Arguments } from './arguments.js';
import type { TaskPool } from '../lib/core/parallel.js';
import type { Work } from '../lib/core/progress.js';

/** What every command is given. */
export interface Context {
	readonly args: Arguments;
	readonly work: Work;
	readonly pool: TaskPool;
	/** The project's own folder. */
	readonly root: string;
}

export interface Command {
	/** What follows the command's name. */
	readonly usage: string;
	readonly meaning: string;
	readonly options: readonly OptionName[];
	readonly positionals: number;
	run(context: Context): Promise<void>;
}
