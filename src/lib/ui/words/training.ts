/** Backends of TensorFlow.js in words. */
const backends: Readonly<Record<string, { readonly name: string; readonly what: string }>> = {
	wasm: { name: 'WebAssembly', what: 'the processor, with a kernel of its own' },
	webgpu: { name: 'WebGPU', what: 'the graphics processor, through the newer interface' },
	webgl: { name: 'WebGL', what: 'the graphics processor, through the older interface' },
	cpu: { name: 'Plain processor', what: 'no TensorFlow.js binary needed' }
};

export function backendName(backend: string): string {
	return backends[backend]?.name ?? backend;
}

export function backendMeaning(backend: string): string {
	return backends[backend]?.what ?? '';
}

/** "webgl, wasm from epoch 5" → "WebGL, then WebAssembly from epoch 5 on, because the graphics processor was lost". */
export function backendPath(path: string): string {
	const [first, ...moves] = path.split(', ');
	if (!moves.length) return backendName(first);
	const words = moves.map((move) => {
		const [to, ...rest] = move.split(' ');
		return `then ${backendName(to)} ${rest.join(' ')} on`;
	});
	return `${backendName(first)}, ${words.join(', ')}, because the backend before was lost`;
}

/** Why a network stopped to learn. */
export const stops: Readonly<Record<string, string>> = {
	'no improvement': 'it got no better on the customers set aside for checking; the best epoch is kept',
	'all epochs done': 'all epochs were done; the best one is kept',
	'loss exploded': 'its numbers got out of hand; the best weights from before are kept'
};

/** What one point of a learning curve is. */
export function stepOf(family: string | undefined): 'Epoch' | 'Tree' {
	return family === 'neural' || family === 'transformer' ? 'Epoch' : 'Tree';
}
