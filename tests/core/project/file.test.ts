import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LikelyError } from '../../../src/lib/core/errors.js';
import { crc32 } from '../../../src/lib/core/project/crc32.js';
import { projectParts, readProject, writeProject } from '../../../src/lib/core/project/file.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { writeZip } from '../../../src/lib/core/project/zip.js';
import { Random } from '../../../src/lib/core/random.js';
import { trainedShop } from '../../fixtures/trained-shop.js';
import { aProject } from './a-project.js';

type Plain = Record<string, unknown>;

/** The project file of a project that was changed as plain data, with a manifest that fits. */
function fileOf(change: (project: Plain) => void, changeManifest: (manifest: Plain) => void = () => {}): Uint8Array {
	const project = structuredClone(aProject()) as unknown as Plain;
	change(project);
	const parts = projectParts(project as never);
	const manifest: Plain = {
		format: 'likely-project',
		version: 1,
		name: 'x',
		created: 'x',
		models: 1,
		parts: [...parts].map(([name, bytes]) => ({ name, bytes: bytes.length, crc32: crc32(bytes).toString(16).padStart(8, '0') }))
	};
	changeManifest(manifest);
	return writeZip(new Map([['manifest.json', new TextEncoder().encode(JSON.stringify(manifest))], ...parts]));
}

function codeOf(bytes: Uint8Array): string {
	try {
		readProject(bytes);
		return 'read';
	} catch (error) {
		if (error instanceof LikelyError) return error.code;
		throw error;
	}
}

/** Sets a value deep inside, by a dotted path. */
const put = (path: string, value: unknown) => (project: Plain) => {
	const steps = path.split('.');
	const last = steps.pop() ?? '';
	let at = project;
	for (const step of steps) at = at[step] as Plain;
	at[last] = value;
};

describe('project file', () => {
	it('gives the project back to the bit', () => {
		const project = aProject();
		expect(readProject(writeProject(project))).toStrictEqual(project);
	});

	it('is the same bytes for the same project', () => {
		expect(writeProject(aProject())).toStrictEqual(writeProject(aProject()));
	});

	it('opens with a manifest that names every other part', () => {
		const files = unzipSync(writeProject(aProject()));
		const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
		expect(Object.keys(files)[0]).toBe('manifest.json');
		expect(manifest).toMatchObject({ format: 'likely-project', version: 1, models: 1 });
		expect(['manifest.json', ...manifest.parts.map((part: { name: string }) => part.name)]).toEqual(Object.keys(files));
	});

	it('holds a project without models', () => {
		const project = { ...aProject(), models: [] };
		delete project.chosen;
		expect(readProject(writeProject(project))).toStrictEqual(project);
	});

	it.each(['forest', 'boosted'] as const)('gives a trained %s back: it answers to the bit as before', async (family) => {
		const project = await trainedShop(family);
		const read = readProject(writeProject(project));
		expect(read).toStrictEqual(project);
		expect(new Predictor(read).predict('C7')).toStrictEqual(new Predictor(project).predict('C7'));
	});

	it('knows what is not a project', () => {
		expect(codeOf(new TextEncoder().encode('a,b\n1,2\n'))).toBe('project.not_a_project');
		expect(codeOf(writeZip(new Map([['word/document.xml', new Uint8Array(3)]])))).toBe('project.not_a_project');
		expect(codeOf(fileOf(() => {}, put('format', 'other')))).toBe('project.not_a_project');
	});

	it('says so when a newer version wrote it, whatever else it holds', () => {
		const newer = fileOf(put('book', 'another layout'), (manifest) => {
			manifest.version = 2;
			delete manifest.models;
		});
		expect(codeOf(newer)).toBe('project.newer_version');
	});

	it.each([
		['a missing field', put('seed', undefined)],
		['a text where a number belongs', put('threshold', '0.7')],
		['a threshold beyond 1', put('threshold', 7)],
		['an unknown question', put('question', { kind: 'why' })],
		['an order of a customer who is not there', put('book.customerOrders', Int32Array.of(0, 2, 3, 3))],
		['ranges that descend', put('book.orderLines', Int32Array.of(0, 3, 1, 4))],
		['a product that is not there', put('book.lineProduct', Int32Array.of(0, 0, 1, 2))],
		['a negative product', put('book.lineProduct', Int32Array.of(0, 0, 1, -1))],
		['a column that is too short', put('book.lineAmount', Float64Array.of(1))],
		['a column of another type', put('book.lineAmount', Float32Array.of(1, 2, 3, 4))],
		['a time that is no number', put('book.orderTime', Float64Array.of(1, NaN, 3))],
		['a time that no calendar has', put('book.orderTime', Float64Array.of(19000, 1e300, 19005))],
		['days that no order has', put('book.to', 1e15)],
		['days before the first order', put('book.from', -5)],
		['an amount without end', put('book.lineAmount', Float64Array.of(1.5, Infinity, 0, 2))],
		['a quantity without end', put('book.lineQuantity', Float64Array.of(1, 1, -Infinity, 2))],
		['times out of order', put('book.orderTime', Float64Array.of(9, 8, 3))],
		['an attribute value that is not there', put('book.attributes.0.ofOrder', Int32Array.of(0, 1, 0))],
		['a fold that is not there', put('book.given', { future: Uint8Array.of(0, 0, 0), fold: Uint8Array.of(3, 0) })],
		['a customer without a name', put('book.customers', ['A', 2])],
		['a chosen model that is not there', put('chosen', 'm-2')],
		['an unknown family', put('models.0.model.family', 'oracle')],
		['weights that are text', put('models.0.model.buffers.rate', 'many')],
		['weights that are no numbers', put('models.0.model.buffers.rate', Float32Array.of(NaN, 0.5))],
		['too few weights', put('models.0.model.buffers.rate', Float32Array.of(0.5))],
		['a model of other products', put('models.0.model.products', ['ink', 'pears'])],
		['an as-of date beyond the data', put('question.asOf', 30000)],
		['more snapshots than there are days', put('models.0.question.snapshots', 1e9)],
		['a model that is nothing', put('models.0', null)]
	])('refuses %s', (_, change) => {
		expect(codeOf(fileOf(change))).toBe('project.damaged');
	});

	it.each([
		['a part that is not in the manifest', (m: Plain) => (m.parts as unknown[]).pop()],
		['a part that is not in the file', (m: Plain) => (m.parts as unknown[]).push({ name: 'x', bytes: 0, crc32: '00000000' })],
		['a part of another size', put('parts.0.bytes', 1)],
		['a part with another checksum', put('parts.0.crc32', '00000000')],
		['more models than there are', put('models', 1e9)],
		['a model too many', put('models', 2)]
	])('refuses %s', (_, change) => {
		expect(codeOf(fileOf(() => {}, change))).toBe('project.damaged');
	});

	it('refuses or reads every file with flipped bytes, and never reads another project', () => {
		const random = new Random(1);
		const whole = writeProject(aProject());
		const codes = new Set<string>();
		for (let run = 0; run < 2000; run++) {
			const bytes = whole.slice();
			for (let flips = 1 + random.integer(4); flips > 0; flips--) bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
			const code = codeOf(bytes);
			if (code === 'read') expect(readProject(bytes)).toStrictEqual(aProject());
			codes.add(code);
		}
		expect([...codes].every((code) => code === 'read' || code.startsWith('project.'))).toBe(true);
	});
});
