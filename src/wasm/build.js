import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** AssemblyScript sources, and the modules in core that carry what they compile to. */
export const binaries = [{ source: 'neural.as', target: '../lib/core/models/neural/wasm-binary.ts' }];

/**
 * Compiles a source of this folder; returns the bytes of the .wasm file.
 * @param {string} source
 * @returns {Promise<Uint8Array>}
 */
export async function compile(source) {
	/** @type {Uint8Array[]} */
	const written = [];
	const { error, stderr } = await asc.main(
		[
			'main.ts',
			'--outFile=main.wasm',
			'--runtime=stub',
			'--importMemory',
			'--noExportMemory',
			'--noAssert',
			'--optimizeLevel=3',
			'--shrinkLevel=0',
			'--enable=simd',
			'--use=abort='
		],
		{
			readFile: (name) => (name === 'main.ts' ? readFileSync(join(import.meta.dirname, source), 'utf8') : null),
			writeFile: (name, contents) => {
				if (name === 'main.wasm' && typeof contents !== 'string') written.push(contents);
			},
			listFiles: () => []
		}
	);
	if (error || !written.length) throw new Error(stderr.toString(), { cause: error });
	return written[0];
}

/**
 * The module that carries the bytes, as text.
 * @param {string} source
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function moduleOf(source, bytes) {
	const lines = Buffer.from(bytes).toString('base64').match(/.{1,112}/g) ?? [];
	const text = lines.map((line) => `\t'${line}'`).join(' +\n');
	return `/** Compiled from src/wasm/${source} by src/wasm/build.js: base64 of a WebAssembly module. */\nexport const binary =\n${text};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	for (const { source, target } of binaries) {
		const bytes = await compile(source);
		writeFileSync(join(import.meta.dirname, target), moduleOf(source, bytes));
		console.log(`${source}: ${bytes.length} bytes`);
	}
