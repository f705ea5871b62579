import { readFileSync } from 'node:fs';
import { readProject } from '../lib/core/project/file.js';
import type { Project } from '../lib/core/project/types.js';
import { unreadable } from './source.js';

/** Reads a project file. @throws LikelyError `file.not_found`, and what `readProject` throws */
export function projectAt(path: string): Project {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		throw unreadable(path, error);
	}
	return readProject(bytes);
}
