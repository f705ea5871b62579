import { LikelyError } from '../../core/errors.js';
import { checkProject } from '../../core/project/check-project.js';
import { fromParts, toParts } from '../../core/project/parts.js';
import type { Parts } from '../../core/project/parts.js';
import type { Project } from '../../core/project/types.js';
import type { Kept, KeptProject } from '../../core/serving/kept-answers.js';
import { checkAnswers, chosenIn } from '../../core/serving/kept-check.js';

/**
 * A project cut where it changes: `head` (all that is small), `book` (the orders, which never change) and one
 * `model/ID` for each model (which never changes either, it only comes and goes). Beside them may stand one `answers/ID`:
 * what answers about customers need of book and model, so that they need not be read.
 */
export type Areas = ReadonlyMap<string, Parts>;

/** The head alone. */
export function headArea(project: Project): Parts {
	return partsOf({ ...project, book: undefined, models: project.models.map((model) => model.id) });
}

/** The orders alone. */
export function bookArea(project: Project): Parts {
	return partsOf(project.book);
}

/** The models' areas by name. */
export function modelAreas(project: Project): Map<string, () => Parts> {
	return new Map(project.models.map((model) => [`model/${model.id}`, () => partsOf(model)]));
}

/** The project that the areas hold, validated; it takes over their memory. Throws `project.damaged`. */
export function projectOfAreas(areas: Areas): Project {
	const valueOf = (area: string): unknown => fromParts('value', areas.get(area) ?? new Map(), true);
	const head = valueOf('head') as { models?: unknown } | null;
	if (!head || !Array.isArray(head.models)) throw new LikelyError('project.damaged', { part: 'head', reason: 'shape' });
	return checkProject({ ...head, book: valueOf('book'), models: head.models.map((id) => valueOf(`model/${id}`)) });
}

/** The name of the area with what answers by a model are made from. */
export function answersName(model: string): string {
	return `answers/${model}`;
}

/** That area. */
export function answersArea(kept: Kept): Parts {
	return partsOf(kept);
}

/** The model that the head says is used. */
export function chosenOf(head: Parts): string | undefined {
	return chosenIn(fromParts('value', head));
}

/** Head, model and what was kept for it, together; undefined where they do not fit. */
export function answersOfAreas(head: Parts, model: Parts, answers: Parts): { readonly project: KeptProject; readonly kept: Kept } | undefined {
	return checkAnswers(fromParts('value', head), fromParts('value', model), fromParts('value', answers));
}

function partsOf(value: unknown): Parts {
	const parts = new Map<string, Uint8Array>();
	toParts('value', value, parts, true);
	return parts;
}
