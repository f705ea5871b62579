import type { Project } from '../../../src/lib/core/project/types.js';
import { openStorage } from '../../../src/lib/browser/storage/open.js';

/** Saves ever new states of a project until it is killed. In state n, seed, name and every amount say n. */
onmessage = async (event: MessageEvent<{ name: string; project: Project; from: number }>) => {
	const { name, project, from } = event.data;
	const storage = await openStorage(name);
	for (let n = from; ; n++) {
		const models = project.models.map((model) => ({ ...model, id: `m-${n}`, seed: n }));
		const state: Project = { ...project, name: `state ${n}`, seed: n, models, chosen: `m-${n}` };
		await (n % 3 === 0 ? storage.projects.update(state) : storage.projects.put(state));
		postMessage(n);
	}
};
