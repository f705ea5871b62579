import { writeProject } from '../../../src/lib/core/project/file.js';
import { trained } from '../answer/answer.js';
import type { Case } from '../answer/answer.js';

/** A trained made-up shop as a project file. */
export async function projectFile(given: Case): Promise<Uint8Array> {
	const { predictor } = await trained(given);
	return writeProject(predictor.project);
}
