// Compiles the kernel.as of each family of models, and of the reader, to WebAssembly and writes it as base64 into kernel.wasm.ts beside it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

/**
 * -O2 leaves loops of their own where they are: inlined into a long function they no longer run in registers. The kernel
 * of trees is given its memory, so that several workers can have the same.
 */
const families = /** @type {const} */ ({
	trees: ['-O2', '--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'],
	neural: ['-O3'],
	data: ['-O3']
});
const folderOf = (family) => new URL(`../lib/core/${family === 'data' ? 'data' : `models/${family}`}/wasm/`, import.meta.url);

/** A family's kernel as the module that core imports, compiled afresh. */
export async function compileKernel(family = 'trees') {
	let binary;
	const options = ['kernel.ts', '-o', 'kernel.wasm', ...families[family], '--converge', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];
	const { error, stderr } = await asc.main(options, {
		readFile: (name) => {
			const source = new URL(name.replace(/\.ts$/, '.as'), folderOf(family));
			return existsSync(source) ? readFileSync(source, 'utf8') : null;
		},
		writeFile: (name, contents) => {
			if (name === 'kernel.wasm') binary = contents;
		},
		listFiles: () => []
	});
	if (error || !binary) throw new Error(stderr.toString(), { cause: error });
	const text = Buffer.from(binary).toString('base64');
	return `/** kernel.as compiled: made by src/tools/kernel.mjs, not written by hand. */\nexport const kernelBase64 =\n\t'${text}';\n`;
}

if (import.meta.filename === process.argv[1])
	for (const family of Object.keys(families)) {
		const module = await compileKernel(family);
		writeFileSync(new URL('kernel.wasm.ts', folderOf(family)), module);
		console.log(`${family}/wasm/kernel.wasm.ts: ${module.length} characters`);
	}
