import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';

/** Backends in the order in which they are tried where nothing is known of them. */
export const backendNames = ['wasm', 'webgpu', 'webgl', 'cpu'] as const;

export type BackendName = (typeof backendNames)[number];

/** Backends that were lost: they do not come back before the page is loaded anew. */
const gone = new Set<BackendName>();

/** Loads a backend and makes it the one in use; false where it does not start here. Each is fetched when it is first asked for. */
export async function startBackend(name: BackendName): Promise<boolean> {
	if (gone.has(name)) return false;
	const tf = await import('@tensorflow/tfjs-core');
	try {
		if (tf.getBackend() === name) return true;
		tf.enableProdMode();
		await load[name]();
		return await tf.setBackend(name);
	} catch {
		return false;
	}
}

/** Takes a backend that was lost out of use. */
export async function dropBackend(name: BackendName): Promise<void> {
	gone.add(name);
	const tf = await import('@tensorflow/tfjs-core');
	try {
		tf.removeBackend(name);
	} catch {
		return;
	}
}

/** Whether a graphics processor is only imitated by the processor, which is slower than computing there outright. */
export async function isImitated(name: BackendName): Promise<boolean> {
	if (name === 'webgpu') {
		const adapter = await gpuAdapter();
		return Boolean(adapter?.info?.isFallbackAdapter ?? adapter?.isFallbackAdapter) || adapter?.info?.architecture === 'swiftshader';
	}
	return name === 'webgl' && isWebGlImitated();
}

/** Some browsers refuse a context that is to be quick; others tell the name of the software that draws. */
function isWebGlImitated(): boolean {
	if (typeof OffscreenCanvas === 'undefined') return false;
	const start = (failIfMajorPerformanceCaveat: boolean) => new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat });
	const gl = start(false);
	if (!gl) return false;
	const renderer: unknown = gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
	return start(true) === null || /swiftshader|llvmpipe|softpipe|software|basic render/i.test(String(renderer));
}

/** What is looked at of a WebGPU adapter; older browsers have no `info`. */
interface GpuAdapter {
	readonly isFallbackAdapter?: boolean;
	readonly info?: { readonly isFallbackAdapter?: boolean; readonly architecture?: string };
}

async function gpuAdapter(): Promise<GpuAdapter | null> {
	const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<GpuAdapter | null> } };
	return (await gpu?.requestAdapter()) ?? null;
}

const load: Readonly<Record<BackendName, () => Promise<unknown>>> = {
	wasm: async () => {
		const [{ env }, { setWasmPaths }] = await Promise.all([
			import('@tensorflow/tfjs-core'),
			import('@tensorflow/tfjs-backend-wasm')
		]);
		// Its thread pool would start from a blob: script; the steps that take the time run in a kernel of our own.
		env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
		setWasmPaths({
			'tfjs-backend-wasm.wasm': plainUrl,
			'tfjs-backend-wasm-simd.wasm': simdUrl,
			'tfjs-backend-wasm-threaded-simd.wasm': simdUrl
		});
	},
	webgl: async () => {
		if (typeof OffscreenCanvas === 'undefined') throw new TypeError('no canvas in a worker');
		const [{ env }] = await Promise.all([import('@tensorflow/tfjs-core'), import('@tensorflow/tfjs-backend-webgl')]);
		env().set('SOFTWARE_WEBGL_ENABLED', true);
		env().set('WEBGL_USE_SHAPES_UNIFORMS', true);
	},
	webgpu: async () => {
		if (!(await gpuAdapter())) throw new TypeError('no adapter');
		await import('@tensorflow/tfjs-backend-webgpu');
	},
	cpu: () => import('@tensorflow/tfjs-backend-cpu')
};
