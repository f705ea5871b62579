import * as v from 'valibot';
import { LikelyError } from '../errors.js';
import { decodeModel } from '../models/decode.js';
import { checkProject } from './check-project.js';
import { crc32 } from './crc32.js';
import { fromParts, toParts } from './parts.js';
import { readZip, writeZip } from './zip.js';
import type { Parts } from './parts.js';
import type { Project } from './types.js';

/** What a `.likely` file calls itself, and the layout that this code writes. Raised when older code could not read it. */
export const projectFormat = { name: 'likely-project', version: 1 } as const;

const manifestSchema = v.looseObject({
	format: v.literal(projectFormat.name),
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	name: v.string(),
	created: v.string(),
	models: v.number(),
	parts: v.array(v.object({ name: v.string(), bytes: v.number(), crc32: v.string() }))
});

/**
 * A project as a `.likely` file: a zip of `manifest.json` (format, version, every part with its size and CRC-32),
 * `project.json`, `book.json` and `models/N.json`, and one raw little-endian file per number array. The same project
 * gives the same bytes.
 */
export function writeProject(project: Project): Uint8Array<ArrayBuffer> {
	const parts = projectParts(project);
	const manifest: v.InferOutput<typeof manifestSchema> = {
		format: projectFormat.name,
		version: projectFormat.version,
		name: project.name,
		created: project.created,
		models: project.models.length,
		parts: [...parts].map(([name, bytes]) => ({ name, bytes: bytes.length, crc32: hex(crc32(bytes)) }))
	};
	const text = new TextEncoder().encode(JSON.stringify(manifest, null, '\t'));
	return writeZip(new Map([['manifest.json', text], ...parts]));
}

/**
 * Reads a `.likely` file and proves that it is whole before anything is made of it. Throws `project.not_a_project`,
 * `project.sealed` for one that `unsealFile` has to open first, `project.newer_version` (facts: version, understood) or `project.damaged` (facts: part, reason).
 */
export function readProject(bytes: Uint8Array): Project {
	const parts = readZip(bytes);
	const manifest = manifestOf(parts);
	const listed = new Set(['manifest.json', ...manifest.parts.map((part) => part.name)]);
	for (const part of manifest.parts) {
		const content = parts.get(part.name);
		if (!content) throw new LikelyError('project.damaged', { part: part.name, reason: 'missing' });
		if (content.length !== part.bytes) throw new LikelyError('project.damaged', { part: part.name, reason: 'size' });
		if (hex(crc32(content)) !== part.crc32) throw new LikelyError('project.damaged', { part: part.name, reason: 'checksum' });
	}
	for (const name of parts.keys())
		if (!listed.has(name)) throw new LikelyError('project.damaged', { part: name, reason: 'unlisted' });
	const project = projectOf(parts, manifest.models);
	project.models.forEach((model, i) => {
		try {
			decodeModel(model.model);
		} catch (cause) {
			throw new LikelyError('project.damaged', { part: `models/${i}`, reason: 'weights' }, { cause });
		}
	});
	return project;
}

/** A project as named parts: what the file and the browser's store hold. */
export function projectParts(project: Project): Map<string, Uint8Array> {
	const { book, models, ...rest } = project;
	const parts = new Map<string, Uint8Array>();
	toParts('project', rest, parts);
	toParts('book', book, parts);
	models.forEach((model, i) => toParts(`models/${i}`, model, parts));
	return parts;
}

/** The inverse of `projectParts`, validated. Throws `project.damaged`. */
export function projectOf(parts: Parts, models: number): Project {
	const rest = fromParts('project', parts);
	if (typeof rest !== 'object') throw new LikelyError('project.damaged', { part: 'project.json', reason: 'shape' });
	const value = {
		...rest,
		book: fromParts('book', parts),
		models: Array.from({ length: models }, (_, i) => fromParts(`models/${i}`, parts))
	};
	return checkProject(value);
}

function manifestOf(parts: Parts): v.InferOutput<typeof manifestSchema> {
	if (!parts.has('manifest.json')) throw new LikelyError('project.not_a_project');
	const value = fromParts('manifest', parts);
	const named = v.safeParse(v.looseObject({ format: v.literal(projectFormat.name), version: v.number() }), value);
	if (!named.success) throw new LikelyError('project.not_a_project');
	if (named.output.sealed !== undefined) throw new LikelyError('project.sealed');
	if (named.output.version > projectFormat.version)
		throw new LikelyError('project.newer_version', { version: named.output.version, understood: projectFormat.version });
	const manifest = v.safeParse(manifestSchema, value);
	if (!manifest.success || manifest.output.models > 10_000)
		throw new LikelyError('project.damaged', { part: 'manifest.json', reason: 'shape' });
	return manifest.output;
}

function hex(value: number): string {
	return value.toString(16).padStart(8, '0');
}
